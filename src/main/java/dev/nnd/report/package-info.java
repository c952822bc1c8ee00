/**
 * What a search has learnt: a page for people, JSON and CSV for other programs, and the page while
 * the search goes on.
 *
 * <p>Everything is made from a {@link dev.nnd.report.Study}, which is a value. A page needs nothing
 * but itself: no network, and no script but its own, whose hash its policy names. Every text is
 * escaped where it is written, and a page is never larger than some megabytes, whatever the search.
 */
@NullMarked
package dev.nnd.report;

import org.jspecify.annotations.NullMarked;
