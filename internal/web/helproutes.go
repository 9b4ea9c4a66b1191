package web

import "twintown/internal/people"

// helpRoutes are the help points: for everybody, and at the desk.
func (s *Site) helpRoutes() []Route {
	read, edit := people.ReadPublic, people.EditHelp
	return []Route{
		{get, "/help", read, nil, Light, ByMinute, s.helpPoints, false},
		{get, "/help/{point}", read, nil, Light, ByMinute, s.helpPoint, false},
		{get, "/help/{point}/card", read, nil, Light, Revalidate, s.helpCard, false},

		{get, "/desk/help", people.UseDesk, nil, Light, Never, s.deskHelp, false}, // each row asks for its own point
		{get, "/desk/help/new", people.AddHelp, s.ofSite, Light, Never, s.newHelp, false},
		{post, "/desk/help/new", people.AddHelp, s.ofSite, Light, Never, s.takeNewHelp, false},
		{get, "/desk/help/{point}", edit, s.ofHelpPoint, Light, Never, s.editHelp, false},
		{post, "/desk/help/{point}/facts", edit, s.ofHelpPoint, Light, Never, s.takeHelpFacts, false},
		{post, "/desk/help/{point}/hours", edit, s.ofHelpPoint, Light, Never, s.takeHelpHours, false},
		{post, "/desk/help/{point}/days", edit, s.ofHelpPoint, Light, Never, s.takeHelpDays, false},
		{post, "/desk/help/{point}/texts", edit, s.ofHelpPoint, Light, Never, s.takeHelpTexts, false},
		{post, "/desk/help/{point}/stage", edit, s.ofHelpPoint, Light, Never, s.takeHelpStage, false},
	}
}
