package paper

// visit is the note of an exploratory visit: what is known of it, and the questions that those
// who were there answer while they still know.
func (s *sheet) visit([]string) {
	s.head("paper.heading.visit")
	s.met()
	s.row(s.words.T("paper.visit.dates"), s.dates())
	s.blanks("paper.visit.who", "paper.visit.languages")
	s.head("paper.heading.findings")
	s.blanks("paper.visit.seen", "paper.visit.fits", "paper.visit.hinders", "paper.visit.willing")
	s.head("paper.heading.areas")
	s.say("paper.visit.areas")
	s.topics()
	s.head("paper.heading.proposal")
	s.link()
	s.blanks("paper.visit.first", "paper.visit.proposal", "paper.visit.next", "paper.visit.author")
}

// met says who visited whom.
func (s *sheet) met() {
	if !s.facts.Visit.Known {
		s.blanks("paper.visit.guests", "paper.visit.host")
		return
	}
	host, guests := s.facts.apart(s.facts.Visit.Host)
	for _, p := range guests {
		s.row(s.words.T("paper.visit.guests"), s.full(p))
	}
	s.row(s.words.T("paper.visit.host"), s.full(host))
}

// dates are the days of the visit, "" where they are not known.
func (s *sheet) dates() string {
	v := s.facts.Visit
	switch {
	case v.From.IsZero():
		return s.date(v.To)
	case v.To.IsZero() || v.To == v.From:
		return s.date(v.From)
	}
	return s.words.DateRange(v.From, v.To)
}
