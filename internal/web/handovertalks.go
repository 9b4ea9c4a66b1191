package web

import (
	"net/http"

	"twintown/internal/exchange/sheet"
)

// handedTalk is what goes on with another town: a request, a conversation, a procedure.
type handedTalk struct {
	Sort, With, About string
	State, Last       string
	URL               string
}

// handedTalks lists what a successor takes over of the search for partners. What was written
// stays where it is: she opens it with a role of her own.
func (s *Site) handedTalks(r *http.Request, v *handoverPage, place int64) error {
	zone := s.homeZone()
	if s.rooms.Requests != nil {
		all, err := s.rooms.Requests.Of(r.Context(), place)
		if err != nil {
			return err
		}
		for _, x := range all {
			title, _ := s.requestTitle(&v.page, x)
			v.Talks = append(v.Talks, handedTalk{v.kindOf("request"), s.townList(&v.page, x.Places), title, v.t("seek.state." + string(x.At(s.dayNow()))), v.momentIn(x.Changed, zone), "/" + v.Lang + "/desk/requests/" + x.Handle})
		}
	}
	if s.rooms.Relay != nil {
		all, err := s.rooms.Relay.Of(r.Context(), place)
		if err != nil {
			return err
		}
		along, err := s.alongs(r, place)
		if err != nil {
			return err
		}
		for _, c := range append(all, along...) {
			about, err := s.aboutRequest(r, &v.page, c.Request)
			if err != nil {
				return err
			}
			v.Talks = append(v.Talks, handedTalk{v.kindOf("conversation"), s.townOf(&v.page, c.Other(place)), about, v.t("relay.state." + string(c.State)), v.momentIn(c.Changed, zone), "/" + v.Lang + "/desk/conversations/" + c.ID})
		}
	}
	if s.rooms.Procedures == nil {
		return nil
	}
	all, err := s.rooms.Procedures.Of(r.Context(), place)
	for _, x := range all {
		row := s.procedureRow(&v.page, x)
		v.Talks = append(v.Talks, handedTalk{v.kindOf("procedure"), row.Names, row.Next, row.Count, row.Changed, row.URL})
	}
	return err
}

// talkTable are such rows for a spreadsheet, with whole addresses.
func (v *handoverPage) talkTable(rows []handedTalk, last, base string) sheet.Table {
	t := sheet.Table{Name: "1", Language: v.Lang, Columns: v.columns("handover.sort", "handover.with", "handover.subject", "handover.status", last, "handover.address")}
	for _, x := range rows {
		t.Rows = append(t.Rows, sheet.Row{x.Sort, x.With, x.About, x.State, x.Last, base + x.URL})
	}
	return t
}
