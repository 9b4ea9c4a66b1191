package paper

// plan is what the two mean to do in three years: aims, method and outcomes, a timetable that is
// firm for a year and loose for the third, and who does what.
func (s *sheet) plan([]string) {
	s.partners()
	s.say("paper.plan.opening")
	s.head("paper.heading.aims")
	s.row(s.words.T("paper.plan.aims"), s.in(s.facts.Aims))
	s.head("paper.heading.areas")
	s.areas()
	s.head("paper.heading.method")
	s.row(s.words.T("paper.plan.method"), s.in(s.facts.Method))
	s.head("paper.heading.outcomes")
	s.row(s.words.T("paper.plan.outcomes"), s.in(s.facts.Outcomes))
	s.head("paper.heading.timetable")
	s.blanks("paper.plan.year1", "paper.plan.year2", "paper.plan.year3")
	s.head("paper.heading.roles")
	s.contacts()
	s.blanks("paper.plan.liaison", "paper.plan.press", "paper.plan.youth", "paper.plan.funds", "paper.plan.hosts")
	s.head("paper.heading.means")
	s.money()
	s.blanks("paper.plan.means")
}
