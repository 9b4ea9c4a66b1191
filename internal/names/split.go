package names

import "strings"

// Split takes "name, country" apart: the name, and what narrows it, each part
// without outer spaces. A part in brackets narrows as well: "Brest (BY)". Commas of
// other scripts count. Without a name in front the whole text is the name. Whether
// the parts are countries or regions, and what to do when they are not, is up to the
// caller.
func Split(text string) (name string, narrow []string) {
	parts := strings.FieldsFunc(text, isSeparator)
	for _, p := range parts {
		if p = strings.TrimSpace(p); p == "" {
			continue
		}
		if name == "" {
			name = p
			continue
		}
		narrow = append(narrow, p)
	}
	if name == "" || isSeparator(firstRune(strings.TrimSpace(text))) {
		return strings.TrimSpace(text), nil
	}
	return name, narrow
}

func isSeparator(r rune) bool {
	switch r {
	case ',', '،', '、', '，', ';', '(', ')', '（', '）':
		return true
	}
	return false
}

func firstRune(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}
