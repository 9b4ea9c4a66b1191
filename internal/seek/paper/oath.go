package paper

// oath is what the two read aloud at the ceremony: short, and in sentences that can be spoken.
func (s *sheet) oath([]string) {
	for _, p := range s.facts.all() {
		s.row(s.words.T("paper.row.partner"), s.full(p))
	}
	s.say("paper.oath.we", "paper.oath.certain", "paper.oath.promise")
	s.list("paper.oath.ties", "paper.oath.meet", "paper.oath.respect", "paper.oath.help")
	s.say("paper.oath.after")
	s.notes = append(s.notes, s.words.T("paper.oath.reading"))
}
