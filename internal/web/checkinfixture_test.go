package web

// fillSampleCheckIn puts something into each field of the pages of check-in.
func fillSampleCheckIn(s *Site, pages map[string]rendered) {
	count := checkInCount{Expected: 12, There: 7, Rows: []countRow{{Name: "Kaunas", Coming: 4, Listed: 4, There: 4, Complete: true}, {Name: "Grodno", Coming: 8, There: 3, NobodyListed: true}}}
	desk := pages["checkin"].(*checkInPage)
	desk.Title, desk.Kind, desk.When, desk.Parts, desk.Open, desk.Count = "Konferencja", "…", "…", []conferencePart{{"…", "/", true}}, true, count
	desk.Form, desk.CountURL = newForm(&desk.page, nil), "/"
	desk.Lists = []checkInList{{"arrival", "…", "/", true, false}, {"2", "…", "/", false, true}}
	qr, _ := drawQR("https://example.org")
	desk.Doors = []doorView{{"1", "…", "…", "https://example.org", qr}, {"2", "…", "…", "", qrView{}}}
	desk.Hours, desk.Delegates = []option{{Value: "4", Name: "…"}}, []option{{Name: "…"}}
	desk.townField([]placeView{{ID: 1, Name: "Kaunas", Where: "…", Population: 5}})
	scan := pages["scan"].(*scanView)
	scan.Title, scan.What, scan.When, scan.Door, scan.Base, scan.Script, scan.Decoder = "…", "…", "…", "…", "/", s.assets.CheckIn(), s.assets.Decoder()
	scan.Form = newForm(&scan.page, nil)
	scan.Lists, scan.List = []option{{Value: "arrival", Name: "…", Chosen: true}, {Value: "2", Name: "…"}}, "arrival"
	scan.Verdicts = []verdictText{{"in", "…"}}
	scan.Last = &scanSaid{"in", "…", "…", "1"}
	scan.Query, scan.Searched, scan.Protected = "…", true, true
	scan.Found = []scanRow{{"1", "…", "…", "09:12"}, {"2", "…", "…", ""}}
}
