package funding

import (
	_ "embed" // for the template
	"regexp"
)

// Template is a programme with everything that most programmes need, for who begins one.
//
//go:embed template.yaml
var Template string

var templateKey = regexp.MustCompile(`(?m)^  key: our-fund( +#)`)

// Blank is the template without its key, so that nobody publishes it by mistake.
func Blank() string { return templateKey.ReplaceAllString(Template, `  key: ""      $1`) }
