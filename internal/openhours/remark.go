package openhours

// Remark returns the comment of a state as programs exchange it: what the author
// wrote, else the holiday that decided, else that an end is guessed; "" when there
// is none. It is worded as the language's first implementation words it, so that
// answers of programs can be compared; people are told in their own language.
func (s State) Remark() string {
	switch {
	case s.Comment != "":
		return s.Comment
	case s.Holiday != "" && s.Shift == 1:
		return "Day after " + s.Holiday
	case s.Holiday != "" && s.Shift == -1:
		return "Day before " + s.Holiday
	case s.Holiday != "":
		return s.Holiday
	case s.OpenEnd:
		return "Specified as open end. Closing time was guessed."
	}
	return ""
}
