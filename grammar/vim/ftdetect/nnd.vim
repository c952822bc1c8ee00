autocmd BufRead,BufNewFile *.nnd setfiletype nnd
