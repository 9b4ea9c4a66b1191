package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/people"
	"twintown/internal/press"
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
	records, err := s.rooms.People.Log().Read(r.Context(), q)
	if err != nil {
		return nil, err
	}
	names, err := s.rooms.People.Names(r.Context())
	for _, rec := range records {
		all = append(all, s.changeView(p, rec, names))
	}
	return all, err
}

func (s *Site) changeView(p *page, rec people.Record, names map[string]string) changeView {
	v := changeView{Number: rec.Seq, When: p.moment(rec.At), Note: rec.Note, IsErased: rec.Erased != 0, What: p.named("action.", string(rec.Action))}
	switch {
	case rec.Actor == "":
		v.Who = p.t("changes.public")
	case rec.Actor == people.System().Account:
		v.Who = p.t("changes.system")
	default:
		if v.Who = names[rec.Actor]; v.Who == "" {
			v.Who = p.t("changes.gone")
		}
	}
	v.Object, v.URL = s.objectOf(p, rec, names)
	for _, f := range rec.Fields {
		v.Fields = append(v.Fields, s.fieldChange(p, f))
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

// objectOf names what a row is about, and where its page is.
func (s *Site) objectOf(p *page, rec people.Record, names map[string]string) (name, address string) {
	kind := p.named("object.", rec.Kind)
	switch rec.Kind {
	case "account":
		if known := names[rec.ID]; known != "" {
			return kind + ": " + known, "/" + p.Lang + "/desk/people/" + rec.ID
		}
	case "organisation":
		return kind, "/" + p.Lang + "/desk/organisations/" + rec.ID
	case press.Feed:
		return kind, "/" + p.Lang + "/desk/press/" + rec.ID
	case "partnership":
		address = "/" + p.Lang + "/partnerships/" + rec.ID
	}
	var places []string
	for _, number := range rec.Places {
		places = append(places, s.rooms.World().Places.DisplayName(number, p.Lang))
	}
	if len(places) > 0 {
		return kind + ": " + strings.Join(places, " – "), address
	}
	return kind, address
}

// fieldChange names a field and its values. A role carries its scope in its name.
func (s *Site) fieldChange(p *page, f people.FieldChange) fieldChange {
	if parts := strings.SplitN(f.Name, ".", 4); len(parts) == 4 && parts[0] == "grant" {
		state := func(v string) string {
			if v == "" {
				return ""
			}
			return p.t("grant.state", "state", v)
		}
		g := people.Grant{Role: people.Role(parts[1]), Scope: people.Scope{Kind: people.ScopeKind(parts[2]), ID: parts[3]}}
		return fieldChange{s.grantName(p, g), state(f.Old), state(f.New)}
	}
	if slices.Contains(stateFields, f.Name) { // what a person set is a state here, never a value
		return fieldChange{p.named("field.", f.Name), p.named("value.", f.Old), p.named("value.", f.New)}
	}
	return fieldChange{p.named("field.", f.Name), f.Old, f.New}
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
	for _, kind := range []string{"partnership", "place", "account", "organisation", "document", "proposal", "press", "operator", "import"} {
		v.Kinds = append(v.Kinds, option{Value: kind, Name: v.named("object.", kind)})
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
	v.keepQuery(q)
	return s.write(w, http.StatusOK, "changes", v)
}
