package paper

// intent is the letter of intent: what the two mean to do, and that it binds nobody.
func (s *sheet) intent(langs []string) {
	s.partners()
	s.say("paper.intent.preamble")
	s.head("paper.heading.aims")
	s.say("paper.aims.people")
	s.link()
	s.head("paper.heading.areas")
	s.areas()
	s.head("paper.heading.next")
	s.say("paper.intent.steps")
	s.list("paper.intent.step.visit", "paper.intent.step.plan", "paper.intent.step.council", "paper.intent.step.sign")
	if s.conditional() {
		s.head("paper.heading.condition")
		s.condition()
	}
	s.head("paper.heading.contacts")
	s.contacts()
	s.head("paper.heading.money")
	s.money()
	s.head("paper.heading.force")
	s.say("paper.intent.force", "paper.intent.until")
	s.head("paper.heading.languages")
	s.languages(langs)
}
