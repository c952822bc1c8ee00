" Vim syntax of nnd, a language for neural networks. It knows the keywords of the grammar and no list of layers: a stage is
" what stands behind an arrow.
if exists('b:current_syntax')
  finish
endif

syntax keyword nndKeyword use const block layer require let
syntax keyword nndConditional when else if then
syntax keyword nndRepeat repeat as
syntax keyword nndOperatorWord and or not
syntax keyword nndBoolean true false
" Names, but where a name follows them.
syntax match nndKeyword /\<\%(model\|data\|train\|search\|input\|output\)\>\ze\s\+\%(and\>\|or\>\|then\>\|else\>\|as\>\|when\>\)\@!\h/
" Types, but where a name is asked for.
syntax match nndType /\%(:\s*\)\@<=\<\%(int\|float\|bool\|string\|layer\)\>/
syntax match nndDeclared /\%(\<\%(block\|model\|data\|train\|search\)\s\+\)\@<=\h\w*/
syntax match nndStage /\%(->\s*\)\@<=\%(\<\%(when\|repeat\)\>\)\@!\<\h\w*/
syntax match nndSetting /\<\h\w*\ze\s*[:~]/

syntax match nndOperator /->\|\.\.\|[-+*/%~]\|[=!<>]=\?/
syntax match nndNumber /\<\d\%(_\?\d\)*\%(\.\d\%(_\?\d\)*\)\?\%([eE][-+]\?\d\%(_\?\d\)*\)\?\>/
syntax match nndEscape contained /\\\%(["\\nt]\|u\x\{4}\)/
syntax match nndBadEscape contained /\\\%(["\\nt]\|u\x\{4}\)\@!./
syntax region nndString start=/"/ skip=/\\./ end=/"/ end=/$/ contains=nndEscape,nndBadEscape
syntax match nndComment +//.*+ contains=@Spell
syntax match nndDocumentation +///\%(/\)\@!.*+ contains=@Spell
syntax region nndComment start=+/\*+ end=+\*/+ contains=@Spell

highlight default link nndKeyword Keyword
highlight default link nndConditional Conditional
highlight default link nndRepeat Repeat
highlight default link nndOperatorWord Operator
highlight default link nndBoolean Boolean
highlight default link nndType Type
highlight default link nndDeclared Structure
highlight default link nndStage Function
highlight default link nndSetting Identifier
highlight default link nndOperator Operator
highlight default link nndNumber Number
highlight default link nndEscape SpecialChar
highlight default link nndBadEscape Error
highlight default link nndString String
highlight default link nndComment Comment
highlight default link nndDocumentation SpecialComment

let b:current_syntax = 'nnd'
