package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"twintown/internal/exchange/sheet"
	"twintown/internal/meeting"
	"twintown/internal/meeting/agenda"
	"twintown/internal/meeting/delegation"
	"twintown/internal/meeting/forum"
	"twintown/internal/meeting/hosting"
	"twintown/internal/people"
	"twintown/internal/press"
	"twintown/internal/project"
	"twintown/internal/project/plan"
	"twintown/internal/seek/procedure"
	"twintown/internal/seek/relay"
)

// changeView is a row of the record of changes, as pages show it.
type changeView struct {
	Number   int64
	When     string
	Who      string
	What     string // the action, in words
	Object   string
	URL      string // of the object; "" where it has no page
	Fields   []fieldChange
	Note     string
	IsErased bool
}

// fieldChange is a field before and after.
type fieldChange struct{ Name, Old, New string }

// changesOf returns rows of the record of changes, the newest first, for a page's
// {{template "history" .Changes}}.
func (s *Site) changesOf(p *page, r *http.Request, q people.Query) (all []changeView, err error) {
	return s.changesNaming(p, r, q, nil)
}

// changesNaming does the same on a page that knows who speaks at a meeting.
func (s *Site) changesNaming(p *page, r *http.Request, q people.Query, speakers map[string]string) (all []changeView, err error) {
	records, err := s.rooms.People.Log().Read(r.Context(), q)
	if err != nil {
		return nil, err
	}
	words, err := s.wordsFor(r, p, records)
	if err != nil {
		return nil, err
	}
	words.speakers = speakers
	for _, rec := range records {
		all = append(all, s.changeView(p, rec, words))
	}
	return all, nil
}

// wordsFor looks up what rows name.
func (s *Site) wordsFor(r *http.Request, p *page, records []people.Record) (*changeWords, error) {
	names, err := s.rooms.People.Names(r.Context())
	if err != nil {
		return nil, err
	}
	return s.newChangeWords(r, p, records, names)
}

func (s *Site) changeView(p *page, rec people.Record, words *changeWords) changeView {
	v := changeView{Number: rec.Seq, When: p.moment(rec.At), Note: rec.Note, IsErased: rec.Erased != 0, What: p.named("action.", string(rec.Action))}
	switch {
	case rec.Actor == "":
		v.Who = p.t("changes.public")
	case rec.Actor == people.System().Account:
		v.Who = p.t("changes.system")
	default:
		if v.Who = words.people[rec.Actor]; v.Who == "" {
			v.Who = p.t("changes.gone")
		}
	}
	v.Object, v.URL = words.object(rec)
	if told := words.procedureEvent(rec); rec.Kind == procedure.Kind && told != "" {
		v.What = told
		return v
	}
	for _, f := range rec.Fields {
		v.Fields = append(v.Fields, words.field(rec, f))
	}
	return v
}

// named is a message that may be missing: then the code itself stands for it.
func (p *page) named(prefix, code string) string {
	if code != "" && p.p.Has(prefix+code) {
		return p.t(prefix + code)
	}
	return code
}

// object names what a row is about, and where its page is.
func (c *changeWords) object(rec people.Record) (name, address string) {
	kind, base := c.kindOf(rec.Kind), "/"+c.Lang
	switch rec.Kind {
	case "account":
		if known := c.people[rec.ID]; known != "" {
			return kind + ": " + known, base + "/desk/people/" + rec.ID
		}
	case "organisation":
		if known := c.bodies[rec.ID]; known != "" {
			return kind + ": " + known, base + "/desk/organisations/" + rec.ID
		}
	case press.Feed:
		return kind, base + "/desk/press/" + rec.ID
	case meeting.RecordKind:
		return kind, base + "/desk/meetings/" + rec.ID
	case agenda.RecordKind, forum.RecordKind, "conference", "checkin", "survey":
		return kind, base + "/desk/meetings/" + rec.ID + conferenceKinds[rec.Kind]
	case "document":
		if known := c.known[rec.ID]; known != "" {
			return kind + ": " + known, ""
		}
	case "request", relay.Kind, procedure.Kind:
		address = c.doors[rec.ID]
	case "partnership":
		address = base + "/partnerships/" + rec.ID
	case "place":
		address = base + "/desk/places/" + rec.ID
		if len(rec.Places) == 0 {
			return kind + ": " + c.places(rec.ID), address
		}
	}
	var places []string
	for _, number := range rec.Places {
		places = append(places, c.place(number))
	}
	if len(places) > 0 {
		return kind + ": " + strings.Join(places, " – "), address
	}
	return kind, address
}

// kindOf names a kind of object.
func (p *page) kindOf(kind string) string {
	return p.named("object.", strings.ReplaceAll(kind, " ", "_"))
}

// changeKinds are the kinds of object that the record of changes tells of.
var changeKinds = []string{
	"partnership", "request", relay.Kind, procedure.Kind, project.Kind, plan.Kind, plan.RecordKind, "place", "proposal", "document", press.Feed, meeting.RecordKind, "conference", delegation.RecordKind, agenda.RecordKind, forum.RecordKind, "checkin", hosting.RecordKind, "survey", "list", "account", "organisation", "operator", "site", "demo", "mail", "mail server", "job", "backup", "consent", "retention",
}

// stateFields hold one of a few words of the program.
var stateFields = []string{"password", "codes", "recovery_codes", "second_factor", "sessions", "state"}

// changesPage is the record of changes as a whole.
type changesPage struct {
	page
	Form    *form
	Kinds   []option
	People  []option
	Changes []changeView
	Older   string // address of the rows before; "" where there are none
	Exports []link // the same rows as files, with the codes that the record keeps
}

// changePageRows is a long scroll.
const changePageRows = 100

// changes shows the record of changes, filtered by the address.
func (s *Site) changes(w http.ResponseWriter, r *http.Request, code string) error {
	v := &changesPage{page: s.newDesk(w, r, code, "/desk/changes", "/desk/changes")}
	v.Title = v.t("changes.title")
	q := r.URL.Query()
	v.Form = newForm(&v.page, q)
	v.Kinds = []option{{Name: v.t("people.any")}}
	for _, kind := range changeKinds {
		v.Kinds = append(v.Kinds, option{Value: kind, Name: v.kindOf(kind)})
	}
	v.People = []option{{Name: v.t("people.any")}}
	accounts, err := s.rooms.People.Accounts(r.Context())
	if err != nil {
		return err
	}
	for _, a := range accounts {
		v.People = append(v.People, option{Value: a.ID, Name: a.Name})
	}
	before, _ := strconv.ParseInt(q.Get("before"), 10, 64) // unreadable: from the newest
	v.Changes, err = s.changesOf(&v.page, r, people.Query{Kind: v.Form.text("kind"), ID: v.Form.text("id"), Actor: v.Form.text("actor"), Before: before, Limit: changePageRows})
	if err != nil {
		return err
	}
	if n := len(v.Changes); n == changePageRows {
		older := url.Values{}
		for name := range q {
			older.Set(name, q.Get(name))
		}
		older.Set("before", strconv.FormatInt(v.Changes[n-1].Number, 10))
		v.Older = "/" + code + "/desk/changes?" + older.Encode()
	}
	v.addExports(q)
	v.keepQuery(q)
	return s.write(w, http.StatusOK, "changes", v)
}

// addExports offers the rows that a question selects as files.
func (v *changesPage) addExports(q url.Values) {
	for _, f := range []sheet.Format{sheet.XLSX, sheet.CSV} {
		ask := url.Values{"as": {string(f)}}
		for _, name := range []string{"kind", "id", "actor"} {
			if text := q.Get(name); text != "" {
				ask.Set(name, text)
			}
		}
		v.Exports = append(v.Exports, link{v.t("list.export." + string(f)), "/" + v.Lang + "/desk/changes/export?" + ask.Encode()})
	}
}
