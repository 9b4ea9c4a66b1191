package paper

// What several documents have in common.

// partners names the two, each with its country, and who signs.
func (s *sheet) partners() {
	s.head("paper.heading.partners")
	for i, p := range s.facts.all() {
		s.add(sentence, s.words.T("paper.party.line", "name", s.full(p), "called", s.called(i)))
		s.row(s.words.T("paper.party.signs"), s.office(p, p.Office))
	}
	s.say("paper.party.both")
}

// link says which kind of link it is to be.
func (s *sheet) link() {
	kind := ""
	if s.facts.Link != "" && s.words.Has("partnership.kind."+s.facts.Link) {
		kind = s.words.T("partnership.kind." + s.facts.Link)
	}
	s.row(s.words.T("paper.kind"), kind)
}

// areas says in which areas the partners want to work together above all.
func (s *sheet) areas() {
	s.say("paper.areas.opening")
	s.topics()
	s.say("paper.areas.others")
}

// topics lists the areas of cooperation; without any there is a blank to fill.
func (s *sheet) topics() {
	for _, code := range s.facts.Topics {
		if s.words.Has("topic." + code) {
			s.add(item, s.words.T("topic."+code))
		} else {
			s.add(item, s.words.T("topic.unknown", "code", code))
		}
	}
	if len(s.facts.Topics) == 0 {
		s.add(item, s.blank)
	}
}

// contacts says which offices answer each other.
func (s *sheet) contacts() {
	s.say("paper.contacts.opening")
	for i, p := range s.facts.all() {
		s.row(s.called(i), s.office(p, p.Contact))
	}
}

// money says who pays.
func (s *sheet) money() {
	if s.facts.Pays == HostPays {
		s.say("paper.money.host")
		return
	}
	s.say("paper.money.own")
}

// conditional says whether it depends on something.
func (s *sheet) conditional() bool { return s.facts.Funding || len(s.facts.Condition) > 0 }

// condition says on what it depends.
func (s *sheet) condition() {
	if s.facts.Funding {
		s.say("paper.condition.funding")
	}
	if len(s.facts.Condition) > 0 {
		s.add(sentence, s.or(s.in(s.facts.Condition)))
	}
}

// languages says in which languages it is made and which versions are authentic.
func (s *sheet) languages(langs []string) {
	s.row(s.words.T("paper.languages.made"), s.named(langs))
	s.row(s.words.T("paper.languages.authentic"), s.named(s.facts.Authentic))
	if len(s.facts.Authentic) == 1 {
		s.say("paper.languages.decides")
	} else {
		s.say("paper.languages.equal")
	}
	s.say("paper.copies")
}

// named are the names of languages.
func (s *sheet) named(langs []string) string {
	all := make([]string, 0, len(langs))
	for _, l := range langs {
		all = append(all, s.words.LanguageName(l))
	}
	return s.words.List(all)
}
