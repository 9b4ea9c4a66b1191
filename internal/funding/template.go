package funding

import _ "embed" // for the template

// Template is a programme with everything that most programmes need, for who begins one: it can be saved as it is.
//
//go:embed template.yaml
var Template string
