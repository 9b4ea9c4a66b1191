package web

import (
	"encoding/xml"
	"net/http"
	"slices"
	"strings"
	"time"

	"twintown/internal/funding"
	"twintown/internal/funding/rule"
	"twintown/internal/platform/db"
	"twintown/internal/platform/ical"
	"twintown/internal/platform/lang"
	"twintown/internal/topic"
)

// listedCall is a call with its programme.
type listedCall struct {
	programme *funding.Programme
	call      *funding.Call
	changed   time.Time // when its text was entered, or the last of its sources read
}

// listedCalls are the calls that answer the filters of the list, which its feeds share.
func (s *Site) listedCalls(r *http.Request, c *funding.Catalogue) (all []listedCall, err error) {
	q := r.URL.Query()
	country, kind := strings.ToUpper(q.Get("country")), funding.Kind(q.Get("kind"))
	stored, err := s.rooms.Programmes.Store().All(r.Context())
	if err != nil {
		return nil, err
	}
	for i := range c.Programmes() {
		pr := &c.Programmes()[i]
		if only := q.Get("programme"); only != "" && only != pr.Key {
			continue
		}
		if kind != "" && pr.Kind != kind || country != "" && !inArea(c.Book(), pr, country, ruleDay(s.clock.Now())) {
			continue
		}
		at := slices.IndexFunc(stored, func(x funding.Stored) bool { return x.Key == pr.Key })
		for j := range pr.Calls {
			one := listedCall{pr, &pr.Calls[j], time.Time{}}
			if at >= 0 {
				one.changed = stored[at].Changed
			} else {
				one.changed = pr.Calls[j].Read()
			}
			all = append(all, one)
		}
	}
	return all, nil
}

// callFeed tells of calls, as Atom: those that were entered or read last first.
func (s *Site) callFeed(w http.ResponseWriter, r *http.Request, code string) error {
	c, err := s.catalogue(r)
	if err != nil {
		return err
	}
	all, err := s.listedCalls(r, c)
	if err != nil {
		return err
	}
	now := s.clock.Now()
	for i := range all {
		if opens := all[i].call.Opened(now); opens.After(all[i].changed) { // that it is open now is news
			all[i].changed = opens
		}
	}
	slices.SortStableFunc(all, func(a, b listedCall) int { return b.changed.Compare(a.changed) })
	p := s.newPage(r, code, "")
	list := s.options.BaseURL + asking("/"+code+"/programmes", tidied(r.URL.Query(), "country", "kind"), "", "")
	f := atomFeed{
		Lang: code, ID: list, Title: p.t("funding.title") + " · " + p.Face.Name, Author: atomAuthor{p.Face.Name}, Updated: time.Unix(0, 0).UTC().Format(time.RFC3339),
		Links: []atomLink{
			{Rel: "self", Href: s.options.BaseURL + asking("/"+code+"/programmes.atom", tidied(r.URL.Query(), "country", "kind"), "", ""), Type: "application/atom+xml"},
			{Rel: "alternate", Href: list, Type: "text/html", Lang: code},
		},
	}
	for _, x := range all[:min(len(all), mostEntries)] {
		f.Entries = append(f.Entries, s.callEntry(&p, x, now))
	}
	if len(all) > 0 {
		f.Updated = all[0].changed.UTC().Format(time.RFC3339)
	}
	body, err := xml.MarshalIndent(f, "", " ")
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/atom+xml; charset=utf-8")
	_, _ = w.Write(append([]byte(xml.Header), body...)) // the reader went away; there is nobody to tell
	return nil
}

func (s *Site) callEntry(p *page, x listedCall, now time.Time) atomEntry {
	v := p.callView(x.programme, x.call, now)
	at := x.changed.UTC().Format(time.RFC3339)
	says := []string{v.Status.Word}
	for _, part := range []string{v.Deadline, v.Grant, v.About} {
		if part != "" {
			says = append(says, part)
		}
	}
	e := atomEntry{
		ID: "urn:uuid:" + db.IDFor("call "+x.programme.Key+" "+x.call.Key, p.Lang), Title: v.Programme.Name + ": " + v.Name, Published: at, Updated: at,
		Links:   []atomLink{{Rel: "alternate", Href: s.options.BaseURL + v.URL, Type: "text/html", Lang: p.Lang}},
		Summary: &atomText{"text", strings.Join(says, ". ")},
	}
	for _, t := range x.call.Topics {
		e.Categories = append(e.Categories, atomTerm{p.p.Message(topic.Label(t))})
	}
	return e
}

// callCalendar gives the deadlines of the listed calls to a calendar program.
func (s *Site) callCalendar(w http.ResponseWriter, r *http.Request, code string) error {
	c, err := s.catalogue(r)
	if err != nil {
		return err
	}
	all, err := s.listedCalls(r, c)
	if err != nil {
		return err
	}
	return s.sendDeadlines(w, r, code, all, "/programmes")
}

// fitCalendar gives the deadlines of the calls that fit some towns, or may, to a calendar program.
func (s *Site) fitCalendar(w http.ResponseWriter, r *http.Request, code string) error {
	c, err := s.catalogue(r)
	if err != nil {
		return err
	}
	p := s.newPage(r, code, "")
	asked, _, err := s.standing(r, &p, readConsortium(r.URL.Query()))
	if err != nil {
		return err
	}
	if len(asked.Places) == 0 {
		return errNoPage
	}
	of := asked.of(c.Book())
	found, err := c.Matching(&of, s.clock.Now(), nil)
	if err != nil {
		return err
	}
	var all []listedCall
	for i := range found {
		if found[i].Value != rule.No {
			all = append(all, listedCall{found[i].Programme, found[i].Call, found[i].Call.Read()})
		}
	}
	return s.sendDeadlines(w, r, code, all, strings.TrimPrefix(asked.fitURL(code), "/"+code))
}

// deadlineAlarms is how long before a deadline a calendar reminds of it: an application is written in the last weeks, and
// its signatures are gathered in the last days.
var deadlineAlarms = []int{28, 7}

// comingDeadlines is how many of a call's deadlines a calendar holds: those of a year.
const comingDeadlines = 3

func (s *Site) sendDeadlines(w http.ResponseWriter, r *http.Request, code string, all []listedCall, path string) error {
	p := s.newPage(r, code, "")
	c := ical.Calendar{Name: p.t("funding.calendar.name"), Language: code, URL: s.options.BaseURL + "/" + code + path, Refresh: feedRefresh}
	for _, x := range all {
		if x.programme.Closed {
			continue
		}
		v := p.callView(x.programme, x.call, s.clock.Now())
		for _, at := range x.call.Coming(s.clock.Now(), comingDeadlines) {
			e := ical.Event{
				UID: "call-" + x.programme.Key + "-" + x.call.Key + "-" + at.Format("20060102") + "@" + s.host(), Stamp: x.changed, Day: lang.DateOf(at), Begin: at, End: at,
				Summary: p.t("funding.deadline") + p.colon() + v.Programme.Name + ", " + v.Name, Description: strings.TrimSpace(v.About + "\n" + s.options.BaseURL + v.URL), URL: s.options.BaseURL + v.URL,
			}
			for _, days := range deadlineAlarms {
				e.Alarms = append(e.Alarms, ical.Alarm{Days: days})
			}
			c.Events = append(c.Events, e)
		}
	}
	h := w.Header()
	h.Set("Content-Type", ical.MediaType)
	h.Set("Content-Disposition", `inline; filename="deadlines.ics"`)
	_, err := w.Write(c.Bytes())
	return err
}

// grantsData describes a programme's calls for programs.
func (s *Site) grantsData(p *page, pr *funding.Programme, calls []callView) ld {
	var graph []ld
	for i := range pr.Calls {
		c := &pr.Calls[i]
		at := slices.IndexFunc(calls, func(v callView) bool { return v.Key == c.Key })
		node := ld{
			"@type": "MonetaryGrant", "@id": s.options.BaseURL + "/programmes/" + pr.Key + "#" + c.Key, "name": calls[at].Name, "identifier": c.Key, "url": s.options.BaseURL + calls[at].URL,
			"funder": ld{"@type": "Organization", "name": pr.Funder},
		}
		if calls[at].About != "" {
			node["description"] = calls[at].About
		}
		if sum := grantData(&c.Amount); sum != nil {
			node["amount"] = sum
		}
		graph = append(graph, node)
	}
	return ld{"@context": "https://schema.org", "@graph": graph}
}

// grantData is between which sums a grant lies; nil where neither is known.
func grantData(a *funding.Amount) ld {
	least, most := a.Limits()
	if least.IsZero() && most.IsZero() {
		return nil
	}
	node := ld{"@type": "MonetaryAmount"}
	for name, m := range map[string]funding.Money{"minValue": least, "maxValue": most} {
		if !m.IsZero() {
			node[name], node["currency"] = float64(m.Cents)/100, m.Currency
		}
	}
	return node
}

// mapProgrammes names the pages of programmes.
func (s *Site) mapProgrammes(r *http.Request, m *siteMap) error {
	if s.rooms.Programmes == nil {
		return nil
	}
	c, err := s.catalogue(r)
	if err != nil {
		return err
	}
	for _, pr := range c.Programmes() {
		all := s.alternates("", func(string) string { return "/programmes/" + pr.Key })
		all = slices.DeleteFunc(all, func(a alternate) bool { return a.Code == "" })
		m.add(all, "")
	}
	return nil
}

// programmeSchema is the schema of a programme's text, for an editor on somebody's own computer.
func (s *Site) programmeSchema(w http.ResponseWriter, _ *http.Request, _ string) error {
	text, err := funding.Schema()
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/schema+json")
	h.Set("Content-Disposition", `attachment; filename="programme.schema.json"`)
	_, err = w.Write(text)
	return err
}
