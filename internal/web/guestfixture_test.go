package web

// fillSampleGuests puts something into each field of the pages of a meeting's working side
// and of its guests.
func fillSampleGuests(pages map[string]rendered) {
	parts := []conferencePart{{"…", "/", true}, {"…", "/", false}}
	head := func(v *conferenceHead) { v.Title, v.Kind, v.When, v.Parts = "Konferencja", "…", "…", parts }
	guest := func(v *guestHead) {
		v.Title, v.Name, v.What, v.When, v.Parts = "…", "Kaunas", "Konferencja", "…", parts
	}
	list := pages["delegations"].(*delegationsPage)
	head(&list.conferenceHead)
	list.Rows = []delegationRow{{"Kaunas", "…", "accepted", 2, 4}}
	fillSamplePapers(pages, head, guest)
	own := pages["guest"].(*guestPage)
	guest(&own.guestHead)
	own.State = "…"
}
