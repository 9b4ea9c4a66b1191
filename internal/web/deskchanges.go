package web

import (
	"net/http"
	"strconv"
	"strings"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/lang"
	"twintown/internal/topic"
	"twintown/internal/world"
)

// revisionView is one change in the record of changes.
type revisionView struct {
	Version    int64
	When, Time string
	Who        string
	What       string
	Note       string
	Fields     []differenceView
	Restorable bool // it is not what stands now
}

// differenceView is one field before and after, in the reader's language.
type differenceView struct{ Of, Field, Old, New string }

// mostChanges is how many changes the page shows: months of them.
const mostChanges = 60

// fillChanges reads the record of changes.
func (s *Site) fillChanges(r *http.Request, v *workPage, w *world.World, found partnership.Partnership) error {
	all, err := s.rooms.Partnerships.Revisions(r.Context(), found.ID)
	if err != nil || len(all) == 0 {
		return err
	}
	v.Changes, err = s.revisionViews(r, &v.partnershipPage, w, found, all)
	return err
}

func (s *Site) revisionViews(r *http.Request, v *partnershipPage, w *world.World, found partnership.Partnership, all []partnership.Revision) (list []revisionView, err error) {
	names, err := s.rooms.People.Names(r.Context())
	if err != nil {
		return nil, err
	}
	titles, err := s.titlesIn(r, &v.page, all)
	if err != nil {
		return nil, err
	}
	if err := s.nameKnown(r, v, all); err != nil {
		return nil, err
	}
	for i, rev := range all {
		if i == mostChanges {
			break
		}
		one := revisionView{Version: rev.Version, When: v.p.Date(lang.DateOf(rev.At)), Time: v.p.Clock(rev.At), What: v.t("desk.change." + rev.Cause), Note: rev.Note, Restorable: rev.Version != found.Version}
		switch {
		case rev.By == "":
		case rev.By == people.System().Account:
			one.Who = v.t("list.by.program")
		case names[rev.By] == "":
			one.Who = v.t("list.by.erased")
		default:
			one.Who = names[rev.By]
		}
		if i+1 < len(all) || rev.Cause == partnership.CauseBegin {
			for _, d := range rev.Differences() {
				one.Fields = append(one.Fields, v.difference(w, found, titles, d))
			}
		}
		list = append(list, one)
	}
	return list, nil
}

// titlesIn are the titles of all sources that revisions name, by code.
func (s *Site) titlesIn(r *http.Request, p *page, all []partnership.Revision) (map[string]sourceView, error) {
	var codes []string
	for _, rev := range all {
		for _, a := range rev.Record.Acts {
			codes = append(codes, a.Sources...)
		}
	}
	return s.sourceViews(r, p, codes)
}

// nameKnown looks up the documents and the partnerships that revisions name.
func (s *Site) nameKnown(r *http.Request, v *partnershipPage, all []partnership.Revision) (err error) {
	var documents []string
	v.known = map[string]string{}
	for _, rev := range all {
		if id := rev.Record.Supersedes; id != "" && v.known[id] == "" {
			if v.known[id], err = s.pairOf(r, &v.page, id); err != nil {
				return err
			}
		}
		for _, a := range rev.Record.Acts {
			documents = append(documents, a.Documents...)
		}
	}
	if s.rooms.Documents == nil || len(documents) == 0 {
		return nil
	}
	docs, err := s.rooms.Documents.OfIDs(r.Context(), documents)
	for _, d := range docs {
		v.known[d.ID] = d.TitleIn(v.Lang)
	}
	return err
}

// changedSince is what others changed of an act, "" for the partnership's own fields, after
// the version that a person saw.
func (s *Site) changedSince(r *http.Request, v *workPage, found partnership.Partnership, version int64, act string) []revisionView {
	since, err := s.rooms.Partnerships.Since(r.Context(), found.ID, version)
	if err != nil {
		return nil // the conflict itself is told all the same
	}
	views, err := s.revisionViews(r, &v.partnershipPage, s.rooms.World(), found, since)
	if err != nil {
		return nil
	}
	var list []revisionView
	for i, one := range views {
		if since[i].Act == act || since[i].Act == "" {
			list = append(list, one)
		}
	}
	return list
}

// difference prints a field before and after.
func (v *partnershipPage) difference(w *world.World, found partnership.Partnership, titles map[string]sourceView, d partnership.Difference) differenceView {
	base, rest, _ := strings.Cut(d.Field, ".")
	one := differenceView{Field: v.t("desk.field." + base)}
	if d.Act != "" {
		one.Of = v.t("act.type."+string(d.Type)) + ", " + v.dateText(d.Date)
	}
	if rest != "" {
		if id, err := strconv.ParseInt(rest, 10, 64); err == nil {
			one.Field += ": " + v.partyName(w, found, id)
		} else {
			one.Field += " (" + v.p.LanguageName(rest) + ")"
		}
	}
	one.Old, one.New = v.fieldText(w, found, titles, d.Field, d.Old), v.fieldText(w, found, titles, d.Field, d.New)
	return one
}

// fieldText prints a value of a field.
func (v *partnershipPage) fieldText(w *world.World, found partnership.Partnership, titles map[string]sourceView, field, value string) string {
	if value == "" {
		return ""
	}
	base, rest, _ := strings.Cut(field, ".")
	each := func(print func(string) string) string {
		var all []string
		for one := range strings.SplitSeq(value, ",") {
			all = append(all, print(one))
		}
		return v.p.List(all)
	}
	coded := func(prefix string) string {
		if v.p.Has(prefix + value) {
			return v.t(prefix + value)
		}
		return value
	}
	switch base {
	case "kind":
		return coded("partnership.kind.")
	case "type":
		return coded("act.type.")
	case "date", "from", "until":
		text, how, _ := strings.Cut(value, " ")
		if date, err := partnership.ParseDate(text); err == nil {
			said := v.dateText(date)
			if _, why, _ := strings.Cut(how, " "); v.p.Has("inferred.why." + why) {
				said += " (" + v.t("inferred.why."+why) + ")"
			}
			return said
		}
	case "term", "notice":
		return v.duration(partnership.Duration(value))
	case "condition", "ground":
		if rest != "" {
			return value
		}
		if base == "ground" {
			return coded("reason.code.")
		}
		return coded("condition.code.")
	case "signatory":
		return each(func(office string) string { return v.named("office.", office) })
	case "languages", "authentic":
		return each(v.p.LanguageName)
	case "topics":
		return each(func(code string) string { return v.p.Message(topic.Label(code)) })
	case "by", "at":
		return each(func(text string) string {
			id, _ := strconv.ParseInt(text, 10, 64)
			return v.partyName(w, found, id)
		})
	case "documents", "supersedes":
		return each(func(id string) string { return named(v.known, id) })
	case "source":
		return each(func(code string) string {
			if c, ok := titles[code]; ok {
				return c.Title
			}
			return code
		})
	case "vote":
		return v.voteText(value)
	case "party":
		return v.partyText(value)
	}
	return value
}

// voteText prints what a record keeps of a vote.
func (v *partnershipPage) voteText(value string) string {
	parts := strings.Split(value, ":")
	if len(parts) != 5 {
		return value
	}
	n := func(i int) int { k, _ := strconv.Atoi(parts[i]); return k }
	said := v.p.Message(partnership.Vote{For: n(0), Against: n(1), Abstained: n(2), Present: n(3), Unanimous: parts[4] == "true"}.Note())
	if rest, ok := strings.CutPrefix(said, v.t("desk.field.vote")); ok { // the field's own name stands before it already
		said = strings.TrimLeft(rest, ":\u00a0 ")
	}
	return said
}

// partyText prints what a record keeps of a side.
func (v *partnershipPage) partyText(value string) string {
	q, err := partnership.ReadParty(value)
	if err != nil {
		return value
	}
	parts := []string{}
	if q.Name != "" {
		parts = append(parts, q.Name)
	}
	if q.Role != "" && v.p.Has("desk.role."+q.Role) {
		parts = append(parts, v.t("desk.role."+q.Role))
	}
	if !q.Since.IsZero() {
		parts = append(parts, v.p.Message(partnership.When("since", q.Since)))
	}
	if !q.Until.IsZero() {
		parts = append(parts, v.p.Message(partnership.When("until", q.Until)))
	}
	if len(parts) == 0 {
		return v.t("desk.party.there")
	}
	return strings.Join(parts, ", ")
}

// positionView is what a side says.
type positionView struct {
	Side   string
	Agrees bool
	Says   string
	When   string
}

// positions are what the sides say of an act, or of the whole for "".
func (v *partnershipPage) positions(w *world.World, found partnership.Partnership, act string) (list []positionView) {
	for _, q := range found.Positions() {
		if q.Act == act {
			list = append(list, positionView{Side: v.partyName(w, found, q.Side), Agrees: q.Agrees, Says: q.Says, When: v.p.Date(lang.DateOf(q.Since))})
		}
	}
	return list
}
