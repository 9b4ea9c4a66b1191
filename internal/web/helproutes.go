package web

import "twintown/internal/people"

// helpRoutes are the help points: for everybody, and at the desk.
func (s *Site) helpRoutes() []Route {
	read, edit := people.ReadPublic, people.EditHelp
	return []Route{
		{get, "/help", read, nil, Light, ByMinute, s.helpPoints, false},
		{get, "/help/{point}", read, nil, Light, ByMinute, s.helpPoint, false},
		{get, "/help/{point}/card", read, nil, Light, Revalidate, s.helpCard, false},

		{get, "/help/{point}/ask", people.AskHelp, nil, Light, Never, s.askHelp, false},
		{post, "/help/{point}/ask", people.AskHelp, nil, Light, Never, s.takeQuestion, false},
		{get, "/enquiry/{key}", people.AskHelp, nil, Light, Never, s.readAnswer, false}, // the address itself is the secret

		{get, "/desk/help", people.UseDesk, nil, Light, Never, s.deskHelp, false}, // each row asks for its own point
		{get, "/desk/help/new", people.AddHelp, s.ofSite, Light, Never, s.newHelp, false},
		{post, "/desk/help/new", people.AddHelp, s.ofSite, Light, Never, s.takeNewHelp, false},
		{get, "/desk/help/{point}", edit, s.ofHelpPoint, Light, Never, s.editHelp, false},
		{post, "/desk/help/{point}/facts", edit, s.ofHelpPoint, Light, Never, s.takeHelpFacts, false},
		{post, "/desk/help/{point}/hours", edit, s.ofHelpPoint, Light, Never, s.takeHelpHours, false},
		{post, "/desk/help/{point}/days", edit, s.ofHelpPoint, Light, Never, s.takeHelpDays, false},
		{post, "/desk/help/{point}/texts", edit, s.ofHelpPoint, Light, Never, s.takeHelpTexts, false},
		{post, "/desk/help/{point}/stage", edit, s.ofHelpPoint, Light, Never, s.takeHelpStage, false},

		{get, "/desk/enquiries", people.UseDesk, nil, Light, Never, s.enquiries, false}, // those of the points that the reader may answer for
		{get, "/desk/enquiries/new", people.UseDesk, nil, Light, Never, s.call, false},  // the same
		{post, "/desk/enquiries/new", people.UseDesk, nil, Light, Never, s.takeCall, false},
		{get, "/desk/enquiries/figures", people.UseDesk, nil, Light, Never, s.enquiryFigures, false},
		{get, "/desk/enquiries/{enquiry}", people.AnswerHelp, s.ofEnquiry, Light, Never, s.enquiry, false},
		{post, "/desk/enquiries/{enquiry}", people.AnswerHelp, s.ofEnquiry, Light, Never, s.answerEnquiry, false},
	}
}
