package web

import "twintown/internal/people"

// doorRoutes lead in: by mail, by a passkey, by another service.
func (s *Site) doorRoutes() []Route {
	in := people.SignIn
	return []Route{
		{get, "/sign-in/second", in, nil, Light, Never, s.second, false},
		{post, "/sign-in/second", in, nil, Light, Never, s.takeSecond, false},
		{post, "/sign-in/passkey", in, nil, Light, Never, s.takePasskey, false},
		{post, "/sign-in/passkey/ask", in, nil, Light, Never, s.askPasskey, false},
		{get, "/sign-in/service", in, nil, Light, Never, s.service, false},
		{get, "/sign-in/service/back", in, nil, Light, Never, s.serviceBack, true}, // one address for all languages
		{get, "/sign-in/again", people.OwnAccount, nil, Light, Never, s.fresh, false},
		{post, "/sign-in/again", people.OwnAccount, nil, Secret, Never, s.takeFresh, false},

		{get, "/register", in, nil, Light, Never, s.door(people.ToRegister), false},
		{post, "/register", in, nil, Light, Never, s.takeDoor(people.ToRegister), false},
		{get, "/welcome", in, nil, Light, Never, s.welcome, false},
		{post, "/welcome", in, nil, Secret, Never, s.takeWelcome, false},
		{get, "/reset", in, nil, Light, Never, s.door(people.ToReset), false},
		{post, "/reset", in, nil, Light, Never, s.takeDoor(people.ToReset), false},
		{get, "/password", in, nil, Light, Never, s.password, false},
		{post, "/password", in, nil, Secret, Never, s.takePassword, false},
		{get, "/address", in, nil, Light, Never, s.address, false},
		{post, "/address", in, nil, Light, Never, s.takeAddress, false},
		{get, "/invitation", in, nil, Light, Never, s.invitation, false},
		{post, "/invitation", in, nil, Secret, Never, s.takeInvitation, false},
	}
}

// ownRoutes are a person's own account. What stands in the address is looked for among
// her own things only.
func (s *Site) ownRoutes() []Route {
	own, secure := people.OwnAccount, people.OwnSecurity
	return []Route{
		{get, "/account", own, nil, Light, Never, s.account, false},
		{post, "/account/profile", own, nil, Light, Never, s.takeProfile, false},
		{post, "/account/email", secure, nil, Light, Never, s.takeEmail, false},
		{get, "/account/password", secure, nil, Light, Never, s.ownPassword, false},
		{post, "/account/password", secure, nil, Secret, Never, s.takeOwnPassword, false},
		{get, "/account/second", secure, nil, Light, Never, s.factors, false},
		{get, "/account/second/codes", secure, nil, Light, Never, s.codes, false},
		{post, "/account/second/codes", secure, nil, Light, Never, s.takeCodes, false},
		{post, "/account/second/codes/remove", secure, nil, Light, Never, s.dropCodes, false},
		{post, "/account/second/recovery", secure, nil, Light, Never, s.takeRecovery, false},
		{post, "/account/second/passkeys/ask", secure, nil, Light, Never, s.askNewPasskey, false},
		{post, "/account/second/passkeys", secure, nil, Light, Never, s.addPasskey, false},
		{post, "/account/second/passkeys/{key}/remove", secure, nil, Light, Never, s.dropPasskey, false},
		{post, "/account/sessions/{session}/end", secure, nil, Light, Never, s.endSession, false},
		{post, "/account/roles/{grant}/end", own, nil, Light, Never, s.giveUp, false},
		{post, "/account/service/remove", secure, nil, Light, Never, s.untie, false},
		{get, "/account/service", own, nil, Light, Never, s.tie, false},
		{post, "/account/service", secure, nil, Light, Never, s.tieService, false},
		{get, "/account/claim", people.ClaimPlace, nil, Light, Never, s.claim, false},
		{post, "/account/claim", people.ClaimPlace, nil, Light, Never, s.takeClaim, false},
	}
}

// peopleRoutes are people, organisations and the record of changes at the desk.
func (s *Site) peopleRoutes() []Route {
	return []Route{
		{get, "/desk/people", people.ReadPeople, nil, Light, Never, s.deskPeople, false},
		{get, "/desk/people/export", people.ReadPeople, nil, Light, Never, s.exportPeople, false},
		{post, "/desk/people/bulk", people.ManagePeople, s.ofSite, Light, Never, s.bulkPeople, false},
		{get, "/desk/people/{account}", people.ReadPeople, s.ofAccount, Light, Never, s.person, false},
		{post, "/desk/people/{account}/roles", people.ManagePeople, s.ofAccount, Light, Never, s.giveRole, false},
		{post, "/desk/people/{account}/roles/{grant}/end", people.ManagePeople, s.ofAccount, Light, Never, s.endRole, false},
		{post, "/desk/people/{account}/do/{what}", people.ManagePeople, s.ofAccount, Light, Never, s.changePerson, false},
		{get, "/desk/invite", people.InvitePerson, nil, Light, Never, s.invite, false},
		{post, "/desk/invite", people.InvitePerson, nil, Light, Never, s.takeInvite, false},
		{get, "/desk/claims", people.UseDesk, nil, Light, Never, s.claims, false},
		{post, "/desk/claims/{grant}", people.DecideClaim, s.ofGrant, Light, Never, s.decideClaim, false},

		{get, "/desk/organisations", people.UseDesk, nil, Light, Never, s.organisations, false},
		{get, "/desk/organisations/new", people.ManageOrg, s.ofSite, Light, Never, s.organisation, false},
		{post, "/desk/organisations/new", people.ManageOrg, s.ofSite, Light, Never, s.takeOrganisation, false},
		{get, "/desk/organisations/{organisation}", people.ManageOrg, s.ofOrganisation, Light, Never, s.organisation, false},
		{post, "/desk/organisations/{organisation}", people.ManageOrg, s.ofOrganisation, Light, Never, s.takeOrganisation, false},
		{post, "/desk/organisations/{organisation}/members", people.ManageOrg, s.ofOrganisation, Light, Never, s.addMember, false},
		{post, "/desk/organisations/{organisation}/members/{member}/end", people.ManageOrg, s.ofOrganisation, Light, Never, s.endMember, false},

		{get, "/desk/changes/export", people.ReadAuditAll, nil, Heavy, Never, s.exportChanges, false},
		{get, "/desk/changes", people.ReadAuditAll, nil, Light, Never, s.changes, false},
	}
}
