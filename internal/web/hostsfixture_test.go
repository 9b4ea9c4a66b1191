package web

import "twintown/internal/platform/lang"

// fillSampleHosts puts something into each field of the pages of host families.
func fillSampleHosts(pages map[string]rendered, head func(*conferenceHead)) {
	reasons := []hostReason{{"…", true}, {"…", false}}
	rows := []hostRow{{"…", "/", 2, 1, "…", "…", "…", []string{"…"}}, {Name: "…", URL: "/", Beds: 1}}
	guests := []hostGuestRow{{"…", "Kaunas", "/", "…", "…", reasons}, {Name: "…", Delegation: "Kaunas", URL: "/"}}
	for _, name := range []string{"hosts", "hosts-print"} {
		list := pages[name].(*hostsPage)
		head(&list.conferenceHead)
		list.Own, list.Families, list.Guests, list.Suggested, list.Left, list.Tellable = "/", rows, guests, name == "hosts", 2, true
	}
	family := pages["host-family"].(*hostFamilyPage)
	head(&family.conferenceHead)
	family.Form.fail("name", lang.Msg("error.hosts.name"))
	family.Own, family.List = "/", "/"
	family.Tongues, family.Diets = []option{{Value: "lt", Name: "…", Chosen: true}}, []option{{Value: "vegan", Name: "…"}}
	family.Writes = []option{{Value: "lt", Name: "…"}}
	guest := pages["host-guest"].(*hostGuestPage)
	head(&guest.conferenceHead)
	guest.Form.fail("", lang.Msg("error.hosts.full", "n", 2))
	guest.Own, guest.List, guest.Guest, guest.From, guest.Spoken, guest.Wrote = "/", "/", "…", "Kaunas", "…", []string{"…"}
	guest.Diets = []option{{Value: "vegan", Name: "…", Chosen: true}}
	guest.Families = []hostChoice{{"a", "…", 2, 1, true, reasons}, {"b", "…", 1, 0, false, reasons}}
}
