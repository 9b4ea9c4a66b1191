package web

import "twintown/internal/people"

// followRoutes are what a person follows among the requests, and how she ends its mails.
func (s *Site) followRoutes() []Route {
	follow := people.FollowRequests
	return []Route{
		{get, "/account/searches", follow, nil, Light, Never, s.searches, false},
		{post, "/account/searches", follow, nil, Light, Never, s.saveSearch, false},
		{post, "/account/searches/mails", follow, nil, Light, Never, s.quietSearches, false},
		{post, "/account/searches/{search}", follow, nil, Light, Never, s.setSearch, false}, // of the person's own alone
		{post, "/account/searches/{search}/remove", follow, nil, Light, Never, s.dropSearch, false},
		{post, "/account/searches/{search}/feed", follow, nil, Light, Never, s.makeSearchFeed, false},
		{post, "/account/searches/{search}/feed/end", follow, nil, Light, Never, s.endSearchFeed, false},
		{get, "/searches/{name}", people.ReadFeed, nil, Light, Never, s.searchFeed, true},
		{get, "/searches/stop", people.ReadFeed, nil, Light, Never, s.stopSearches, false},
		{post, "/searches/stop", people.ReadFeed, nil, Light, Never, s.takeStopSearches, false},
	}
}
