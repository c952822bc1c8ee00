package dev.nnd.data;

import dev.nnd.source.Code;
import dev.nnd.source.Span;

/**
 * Whom to blame for a value that does not do.
 *
 * @param column the column that wants the value
 * @param origin the column or step in the program
 */
record Blame(String column, Span origin) {
  /** A value of a row is not what was expected. */
  DataException value(Place place, int row, String expected, String found) {
    return DataException.of(
        Code.BAD_CELL, origin, place.row(row), "`" + column + "`", expected, found);
  }

  /** The labels are not those that were expected. */
  DataException labels(String place, String expected, String found) {
    return DataException.of(Code.CLASSES_DIFFER, origin, place, column, expected, found);
  }

  /** The examples have another size than expected. */
  DataException size(Place place, Object expected, Object found) {
    return DataException.of(
        Code.COLUMN_SIZE, origin, "`" + place.file() + "`", column, expected, found);
  }

  /** A number as messages show it: whole ones without a point. */
  static String shown(float value) {
    return value == (int) value ? Integer.toString((int) value) : Float.toString(value);
  }
}
