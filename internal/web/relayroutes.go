package web

import (
	"net/http"
	"strconv"

	"twintown/internal/people"
	"twintown/internal/seek/relay"
)

// relayRoutes are the conversations of towns, and what is reported of them.
func (s *Site) relayRoutes() []Route {
	talk := people.TalkWithTown
	return []Route{
		{get, "/desk/conversations", people.UseDesk, nil, Light, Never, s.conversations, false}, // those of the reader's own towns
		{get, "/desk/conversations/new", people.AnswerRequest, s.ofWriting, Light, Never, s.newConversation, false},
		{post, "/desk/conversations/new", people.AnswerRequest, s.ofWriting, Upload, Never, s.takeNewConversation, false},
		{post, "/desk/conversations/mails", people.OwnAccount, nil, Light, Never, s.takeTownMails, false},
		{get, "/desk/conversations/{conversation}/letters/{number}", talk, s.ofConversationRead, Light, Never, s.letterPart, false}, // while it is being translated
		{get, "/desk/conversations/{conversation}", talk, s.ofConversationRead, Light, Never, s.conversation, false},
		{post, "/desk/conversations/{conversation}", talk, s.ofConversation, Upload, Never, s.takeMessage, false},
		{get, "/desk/conversations/{conversation}/report", people.ReportTown, s.ofConversation, Light, Never, s.reportConversation, false},
		{post, "/desk/conversations/{conversation}/report", people.ReportTown, s.ofConversation, Light, Never, s.takeReport, false},
		{get, "/desk/conversations/{conversation}/files/{document}", talk, s.ofConversationRead, Stream, Never, s.conversationFile, false},
		{post, "/desk/conversations/{conversation}/{act}", talk, s.ofConversation, Light, Never, s.actOnConversation, false},

		{get, "/desk/reports", people.ModerateTowns, nil, Light, Never, s.townReports, false},
		{get, "/desk/reports/{report}", people.ModerateTowns, nil, Light, Never, s.townReport, false},
		{post, "/desk/reports/{report}", people.ModerateTowns, nil, Light, Never, s.decideTownReport, false},
		{post, "/desk/reports/{report}/reopen", people.ModerateTowns, nil, Light, Never, s.reopenReported, false},

		{get, "/conversations/stop", people.ReadFeed, nil, Light, Never, s.stopTownMails, false}, // the address itself is the secret
		{post, "/conversations/stop", people.ReadFeed, nil, Light, Never, s.takeStopTownMails, false},
	}
}

// ofConversation is the conversation whose identifier stands in the address.
func (s *Site) ofConversation(r *http.Request) (people.Object, error) {
	c, err := s.conversationOf(r)
	return s.placesObject(relay.Kind, c.ID, c.Sides()...), err
}

// ofConversationRead is the same for who reads it: officers of the other towns of its request
// read along.
func (s *Site) ofConversationRead(r *http.Request) (people.Object, error) {
	c, err := s.conversationOf(r)
	if err != nil {
		return people.Object{}, err
	}
	beside, err := s.rooms.Relay.Beside(r.Context(), c)
	return s.placesObject(relay.Kind, c.ID, append(c.Sides(), beside...)...), err
}

func (s *Site) conversationOf(r *http.Request) (relay.Conversation, error) {
	if s.rooms.Relay == nil {
		return relay.Conversation{}, errNoPage
	}
	return s.rooms.Relay.ByID(r.Context(), r.PathValue("conversation"))
}

// ofWriting is the town in whose name the reader writes: that of the address, else her first.
func (s *Site) ofWriting(r *http.Request) (people.Object, error) {
	return s.placesObject("place", "", s.writesFor(r)), nil
}

func (s *Site) writesFor(r *http.Request) int64 {
	n, err := strconv.ParseInt(r.URL.Query().Get("from"), 10, 64)
	if err == nil {
		return n
	}
	if own := actorOf(r).PlacesOf(people.Officer); len(own) > 0 {
		return own[0]
	}
	return 0
}
