#compdef hongyan
# zsh understands the completion of bash, which lies two folders up.
source "${${(%):-%x}:A:h}/../../bash-completion/completions/hongyan"
_bash_complete -o default -F _complete_hongyan
