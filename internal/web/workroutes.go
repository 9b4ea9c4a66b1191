package web

import "twintown/internal/people"

// workRoutes are the pages of one partnership at the desk, and of what readers propose.
func (s *Site) workRoutes() []Route {
	return []Route{
		// one partnership: its acts, its record of changes, what its sides say
		{get, "/desk/partnerships/new", people.EditOwn, s.ofBegun, Light, Never, s.beginPartnership, false},
		{post, "/desk/partnerships/new", people.EditOwn, s.ofBegun, Upload, Never, s.takeBegin, false},
		{get, "/desk/partnerships/{id}", people.EditPart, s.ofPartnership, Light, Never, s.work, false},
		{post, "/desk/partnerships/{id}/details", people.EditPart, s.ofPartnership, Light, Never, s.takeDetails, false},
		{post, "/desk/partnerships/{id}/acts", people.EditPart, s.ofPartnership, Upload, Never, s.takeNewAct, false},
		{post, "/desk/partnerships/{id}/acts/{act}", people.EditPart, s.ofPartnership, Upload, Never, s.takeActChange, false},
		{post, "/desk/partnerships/{id}/acts/{act}/withdraw", people.EditPart, s.ofPartnership, Light, Never, s.withdrawAct, false},
		{post, "/desk/partnerships/{id}/acts/{act}/reinstate", people.EditPart, s.ofPartnership, Light, Never, s.reinstateAct, false},
		{post, "/desk/partnerships/{id}/restore", people.EditPart, s.ofPartnership, Light, Never, s.restore, false},
		{post, "/desk/partnerships/{id}/confirm", people.Confirm, s.ofPartnership, Light, Never, s.takePosition, false},

		// what readers say is wrong or missing
		{get, "/propose", people.Propose, nil, Light, Never, s.propose, false},
		{post, "/propose", people.Propose, nil, Light, Never, s.takeProposal, false},
		{get, "/desk/proposals", people.UseDesk, nil, Light, Never, s.proposals, false}, // each asks for its own places
		{get, "/desk/proposals/export", people.ExportList, nil, Light, Never, s.exportProposals, false},
		{post, "/desk/proposals/bulk", people.UseDesk, nil, Light, Never, s.decideProposals, false},

		{get, "/words", people.ReadPublic, nil, Light, Never, s.words, false},
	}
}
