/*
 * The grammar of nnd, the reference of what a program may look like.
 *
 * It has no actions and no predicates, and one token decides every choice, but for an argument, where a name may turn out
 * to be a value or the name of a setting. A test holds it to that; so no text has two readings, although new lines mean
 * nothing.
 */
grammar Nnd;

// ---- Declarations -----------------------------------------------------------------------------------------------------

file
    : declaration* EOF
    ;

declaration
    : use
    | constant
    | block
    | model
    | data
    | train
    | search
    ;

// use "layers.nnd"
use
    : 'use' STRING
    ;

// const CLASSES = 10
constant
    : 'const' name '=' value
    ;

// block Residual(channels: int, activation: layer = relu) { ... }
block
    : 'block' name parameters? '{' statement* '}'
    ;

model
    : 'model' name parameters? '{' statement* '}'
    ;

data
    : 'data' name '{' column* '}'
    ;

train
    : 'train' name parameters? '{' trainEntry* '}'
    ;

search
    : 'search' name '{' searchEntry* '}'
    ;

parameters
    : '(' ( parameter ( ',' parameter )* )? ')'
    ;

parameter
    : name ':' parameterType ( '=' value )?
    ;

parameterType
    : 'int'
    | 'float'
    | 'bool'
    | 'string'
    | 'layer'
    ;

// ---- Statements of blocks and models ----------------------------------------------------------------------------------

statement
    : input
    | output
    | let
    | layer
    | requirement
    ;

// input image: float[1, 28, 28]     input x: [c, h, w]     input x
input
    : 'input' name ( ':' tensorType )?
    ;

tensorType
    : ( 'float' | 'int' )? '[' ( expression ( ',' expression )* )? ']'
    ;

output
    : 'output' name '=' chain
    ;

let
    : 'let' name '=' chain
    ;

// layer encoder = dense(64) -> relu: every use of the name shares the weights.
layer
    : 'layer' name '=' layers
    ;

requirement
    : 'require' expression ( ',' STRING )?
    ;

// ---- Entries of data, trains and searches -----------------------------------------------------------------------------

// image: columns(0 .. 63) -> scale(1 / 16)
column
    : key ':' expression ( '->' call )*
    ;

trainEntry
    : setting
    | requirement
    ;

searchEntry
    : key ( ':' value | '~' draw )
    | requirement
    ;

setting
    : key ':' value
    ;

// units ~ int(8, 64, step: 8) when depth > 1
draw
    : expression ( 'when' expression )?
    ;

// ---- Pipelines --------------------------------------------------------------------------------------------------------

// A pipeline: what flows, and the stages it flows through.
chain
    : expression ( '->' stage )*
    ;

// Stages alone, waiting for an input.
layers
    : stage ( '->' stage )*
    ;

stage
    : call
    | fork
    | bracedStage
    ;

call
    : name arguments?
    ;

// Every branch gets the same input; the results are a tuple.
fork
    : '[' layers ( ',' layers )* ']'
    ;

// A stage that no expression could be taken for.
bracedStage
    : when
    | repeat
    | group
    ;

when
    : 'when' expression '{' layers '}' 'else' '{' layers '}'
    ;

repeat
    : 'repeat' expression ( 'as' name )? '{' layers '}'
    ;

group
    : '{' layers '}'
    ;

// ---- Values -----------------------------------------------------------------------------------------------------------

arguments
    : '(' ( argument ( ',' argument )* )? ')'
    ;

argument
    : ( key ':' )? value
    ;

// An expression, a range, or layers. What stands before '->' must read as a stage: relu, dense(3) or [relu, identity].
value
    : expression ( '..' expression | ( '->' stage )+ )?
    | bracedStage ( '->' stage )*
    ;

// From here on, each rule binds tighter than the one before it.
expression
    : 'if' expression 'then' expression 'else' expression
    | disjunction
    ;

disjunction
    : conjunction ( 'or' conjunction )*
    ;

conjunction
    : negation ( 'and' negation )*
    ;

negation
    : 'not' negation
    | comparison
    ;

// Comparisons do not chain: a < b < c is an error.
comparison
    : sum ( ( '==' | '!=' | '<' | '<=' | '>' | '>=' ) sum )?
    ;

sum
    : product ( ( '+' | '-' ) product )*
    ;

product
    : sign ( ( '*' | '/' | '%' ) sign )*
    ;

sign
    : '-' sign
    | power
    ;

// Binds tighter than the sign before it and looser than the sign after it, as in Python: -2 ** -1 is -(2 ** (-1)).
power
    : primary ( '**' sign )?
    ;

primary
    : NUMBER
    | STRING
    | truth
    | list
    | parentheses
    | reference
    ;

truth
    : 'true'
    | 'false'
    ;

list
    : '[' ( value ( ',' value )* )? ']'
    ;

// (a) is a, (a, b) is a tuple.
parentheses
    : '(' expression ( ',' expression )* ')'
    ;

// width     validation.loss     max(a, b)     adam(rate, beta1: 0.9)
reference
    : name ( ( '.' name )+ | arguments )?
    ;

// ---- Names ------------------------------------------------------------------------------------------------------------

// These keywords start a declaration, an input or an output only where one can start, and are names elsewhere.
name
    : NAME
    | 'model'
    | 'data'
    | 'train'
    | 'search'
    | 'input'
    | 'output'
    | 'int'
    | 'float'
    | 'bool'
    | 'string'
    ;

// Before a colon, more keywords are names.
key
    : name
    | 'use'
    | 'const'
    | 'block'
    | 'let'
    | 'layer'
    | 'repeat'
    | 'as'
    ;

// ---- Words ------------------------------------------------------------------------------------------------------------

USE: 'use';
CONST: 'const';
BLOCK: 'block';
MODEL: 'model';
DATA: 'data';
TRAIN: 'train';
SEARCH: 'search';
INPUT: 'input';
OUTPUT: 'output';
LET: 'let';
LAYER: 'layer';
REQUIRE: 'require';
WHEN: 'when';
ELSE: 'else';
REPEAT: 'repeat';
AS: 'as';
IF: 'if';
THEN: 'then';
AND: 'and';
OR: 'or';
NOT: 'not';
TRUE: 'true';
FALSE: 'false';
INT: 'int';
FLOAT: 'float';
BOOL: 'bool';
STRING_TYPE: 'string';

ARROW: '->';
RANGE: '..';
DOT: '.';
COMMA: ',';
COLON: ':';
ASSIGN: '=';
TILDE: '~';
LEFT_BRACE: '{';
RIGHT_BRACE: '}';
LEFT_BRACKET: '[';
RIGHT_BRACKET: ']';
LEFT_PARENTHESIS: '(';
RIGHT_PARENTHESIS: ')';
EQUAL: '==';
NOT_EQUAL: '!=';
LESS: '<';
LESS_EQUAL: '<=';
GREATER: '>';
GREATER_EQUAL: '>=';
PLUS: '+';
MINUS: '-';
TIMES: '*';
DIVIDE: '/';
REMAINDER: '%';
POWER: '**';

NAME
    : [A-Za-z_] [A-Za-z0-9_]*
    ;

// 64     1_000     0.5     1e-3
NUMBER
    : DIGITS ( '.' DIGITS )? ( [eE] [+-]? DIGITS )?
    ;

// Escapes are \" \\ \n \t and \uXXXX; others are read here and reported later.
STRING
    : '"' STRING_PART* '"'
    ;

fragment DIGITS
    : [0-9] ( '_'? [0-9] )*
    ;

fragment STRING_PART
    : ~["\\\r\n]
    | '\\' ~[\r\n]
    ;

// ---- What only separates words ----------------------------------------------------------------------------------------

BLANK
    : [ \t\r\n\f\uFEFF]+ -> skip
    ;

// Documents the declaration after it.
DOC_COMMENT
    : '///' ( ~[/\r\n] ~[\r\n]* )? -> channel(HIDDEN)
    ;

LINE_COMMENT
    : '//' ~[\r\n]* -> channel(HIDDEN)
    ;

BLOCK_COMMENT
    : '/*' .*? '*/' -> channel(HIDDEN)
    ;

// ---- Mistakes, read as one word each so that they get a message of their own ------------------------------------------

OPEN_STRING
    : '"' STRING_PART* '\\'?
    ;

// The rest of the file belongs to it.
OPEN_COMMENT
    : '/*'
    ;

MALFORMED_NUMBER
    : NUMBER [A-Za-z0-9_]+
    | '.' DIGITS
    ;

OTHER_QUOTES
    : '\'' ~['\r\n]* '\''
    | '\u201C' ~[\u201D\r\n]* '\u201D'
    ;

HASH_COMMENT
    : '#' ~[\r\n]*
    ;

UNKNOWN
    : .
    ;
