package place

// Spellings returns how many spellings of each place are known, in the order of
// At. It says how widely a town is known.
func (a *Atlas) Spellings() []int { return a.index.Counts() }
