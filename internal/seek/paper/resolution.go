package paper

// resolution is what one side's council decides.
func (s *sheet) resolution([]string) {
	own, others := s.facts.apart(s.facts.Side)
	s.row(s.words.T("paper.row.council"), s.office(own, own.Council))
	s.row(s.words.T("paper.row.number"), s.facts.Number)
	s.row(s.words.T("paper.sign.date"), s.date(s.facts.Decided))
	s.row(s.words.T("paper.row.subject"), s.words.T("paper.resolution.subject"))
	s.row(s.words.T("paper.row.basis"), s.basis(own))
	s.say("paper.resolution.opening")
	s.point("paper.heading.will")
	s.say("paper.resolution.will")
	for _, p := range others {
		s.row(s.words.T("paper.row.partner"), s.full(p))
	}
	s.link()
	s.point("paper.heading.areas")
	s.say("paper.resolution.areas")
	s.topics()
	s.point("paper.heading.signing")
	s.say("paper.resolution.signing")
	s.row(s.words.T("paper.party.signs"), s.office(own, own.Office))
	if s.conditional() {
		s.point("paper.heading.condition")
		s.condition()
	}
	s.point("paper.heading.money")
	s.say("paper.resolution.money")
	s.point("paper.heading.carrying")
	s.row(s.words.T("paper.row.carries"), s.office(own, own.Office))
	s.say("paper.resolution.report")
	s.point("paper.heading.effect")
	s.say("paper.resolution.effect")
	s.row(s.words.T("paper.row.vote"), "")
	s.head("paper.heading.grounds")
	s.blanks("paper.grounds.why", "paper.grounds.so_far", "paper.grounds.cost")
	if bases[own.Country][own.Level] != "" {
		s.notes = append(s.notes, s.words.T("paper.hint.check"))
	}
	s.hints(own)
}

// bases are the provisions on which councils decide, by country and level. Only those stand here
// for which docs/documents-of-a-partnership.md names a source.
var bases = map[string]map[Level]string{
	"PL": {Municipality: "paper.basis.pl_municipality", County: "paper.basis.pl_county"},
	"FR": {Municipality: "paper.basis.fr"},
	"DE": {Municipality: "paper.basis.de"},
	"LT": {Municipality: "paper.basis.lt"},
	"UA": {Municipality: "paper.basis.ua"},
}

// basis is the provision on which a council decides, "" where we know none.
func (s *sheet) basis(p Party) string {
	key := bases[p.Country][p.Level]
	if key == "" {
		return ""
	}
	return s.words.T(key, "blank", s.blank)
}

// hinted are the countries of which we know what else a council has to mind.
var hinted = map[string]string{"PL": "paper.hint.pl", "FR": "paper.hint.fr", "DE": "paper.hint.de", "UA": "paper.hint.ua"}

// hints say at the end what the laws of the parties' countries ask for besides.
func (s *sheet) hints(all ...Party) {
	said := map[string]bool{"": true}
	for _, p := range all {
		if key := hinted[p.Country]; !said[key] {
			said[key] = true
			s.notes = append(s.notes, s.words.T(key))
		}
	}
}
