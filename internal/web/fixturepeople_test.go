package web

import "net/url"

// fillSamplePeople puts something into each field of the pages about people.
func fillSamplePeople(s *Site, pages map[string]rendered) {
	to := onward{"/pl/desk", "sealed"}
	faulty := func(p *page, fields ...string) *form {
		f := newForm(p, url.Values{"name": {"Office"}, "where": {"Białystok"}})
		for _, field := range fields {
			f.faults = append(f.faults, fault{field, "…"})
		}
		return f
	}
	roles := []option{{Value: "officer", Name: "…", Chosen: true}, {Value: "steward", Name: "…"}}
	changes := []changeView{
		{Number: 2, When: "…", Who: "…", What: "…", Object: "…", URL: "/", Fields: []fieldChange{{"…", "a", "b"}, {"…", "", "b"}}, Note: "…"},
		{Number: 1, When: "…", Who: "…", What: "…", IsErased: true},
	}
	grants := []grantView{{"1", "…", "…", "…", "…", true}, {"2", "…", "…", "…", "", false}}
	members := []membershipView{{"1", "…", "…", "2020", "2024", ""}, {"2", "…", "", "2020", "", ""}}

	in := pages["signin"].(*signInPage)
	in.onward, in.Mail, in.Passkeys, in.Service, in.Lost = to, true, true, "login.example.org", true
	second := pages["second"].(*secondPage)
	second.onward, second.Form, second.Codes, second.Passkeys, second.Recovery, second.Password, second.Service = to, faulty(&second.page, "code", "recovery"), true, true, true, true, "login.example.org"
	resume := pages["resume"].(*resumePage)
	resume.Action, resume.Fields, resume.Next = "/pl/desk", []hiddenField{{"a", "1"}, {"a", "2"}}, "/pl/desk"
	door := pages["door"].(*doorPage)
	door.Form, door.Heading, door.Lead, door.Go, door.Action = faulty(&door.page, "email", ""), "…", "…", "…", "/pl/register"
	link := pages["link"].(*linkPage)
	link.Form, link.Named, link.Password, link.Email, link.Key, link.Go, link.Lead = faulty(&link.page, "name", "password"), true, true, "office@example.org", "key", "…", "…"
	link.Service, link.ServiceURL, link.Other, link.PasswordURL, link.Proved = "login.example.org", "/", "…", "/", "…"
	account := pages["account"].(*accountPage)
	account.Email, account.Languages, account.Password, account.Data, account.Searches = "office@example.org", roles, true, true, true
	account.Services, account.Grants, account.Memberships = []string{"https://login.example.org"}, grants, members
	account.Sessions = []sessionView{{"1", "Firefox Linux", "…", true, true}, {"2", "", "…", false, false}}
	own := pages["own-password"].(*passwordPage)
	own.Form, own.Present = faulty(&own.page, "password", "present_password"), true
	factors := pages["factors"].(*factorsPage)
	factors.onward, factors.Needed, factors.CanKey, factors.Second, factors.Recovery = to, true, true, true, 9
	factors.Passkeys, factors.Form = []passkeyView{{"1", "…", "…", "…"}, {"2", "…", "…", ""}}, faulty(&factors.page, "")
	codes := pages["codes"].(*codesPage)
	codes.QR, _ = drawQR("otpauth://totp/x?secret=ABC")
	codes.onward, codes.Secret, codes.Sealed, codes.Form = to, "ABCD EFGH", "sealed", faulty(&codes.page, "code")
	recovery := pages["recovery"].(*recoveryPage)
	recovery.onward, recovery.Codes, recovery.Said = to, []string{"ABCD-EFGH-JKMN-PQRS", "…"}, "…"
	claim := pages["claim"].(*claimPage)
	claim.Place, claim.Form = &placeView{ID: 1, Name: "…", Where: "…"}, faulty(&claim.page, "reason")
	claims := pages["claims"].(*claimsPage)
	claims.Invite, claims.Claims = "/", []claimRow{{"1", "…", "…", "…", "…", "…"}, {"2", "…", "…", "…", "…", "…"}}
	person := pages["person"].(*personPage)
	person.Base, person.Second, person.Sessions, person.Grants, person.Memberships, person.Changes = "/", true, 2, grants, members, changes
	areas := []areaView{{Value: "place:1", Name: "Białystok", Where: "…", Size: 294_242}, {Value: "country:PL", Name: "…", Where: "…"}}
	person.Roles, person.Orgs, person.Areas, person.Form = roles, roles, areas, faulty(&person.page, "where")
	invite := pages["invite"].(*invitePage)
	invite.Roles, invite.Orgs, invite.Languages, invite.Form = roles, roles, roles, faulty(&invite.page, "email", "role")
	organisation := pages["organisation"].(*organisationPage)
	organisation.Base, organisation.Kinds, organisation.Countries, organisation.Areas, organisation.Members, organisation.Changes = "/", roles, roles, areas, members, changes
	organisation.Member = faulty(&organisation.page, "email")
	record := pages["changes"].(*changesPage)
	record.Kinds, record.People, record.Changes, record.Older = roles, roles, changes, "/"
	record.addExports(nil)
	service := pages["service"].(*servicePage)
	service.Service, service.Email, service.Same, service.Own = "login.example.org", "office@example.org", true, "office@example.org"
}
