package planner

// Possible says whether talks set by hand keep the rules.
func Possible(p Problem) bool {
	_, err := newBoard(p)
	return err == nil
}
