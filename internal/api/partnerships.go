package api

import (
	"context"
	"net/url"
	"strconv"
	"time"

	"twintown/internal/partnership"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/source"
)

// PartnershipItem is a partnership as lists show it.
type PartnershipItem struct {
	ID           string      `json:"id"`
	Kind         string      `json:"kind" enum:"partnership,friendship,project,honorary,contact,network,unstated" doc:"legal kind"`
	OriginalTerm string      `json:"original_term,omitempty" doc:"the kind's name in the signed act"`
	Parties      []partyItem `json:"parties" nullable:"false"`
	Topics       []string    `json:"topics" nullable:"false" doc:"codes of areas of cooperation"`
	Start        string      `json:"start,omitempty" doc:"when it came into force, as EDTF: 1995-02-18, 2016, ../2016 (at the latest), 2021~ (about)"`
	Status       statusItem  `json:"status"`
}

type partyItem struct {
	ID      int64  `json:"id"`
	Name    string `json:"name" doc:"in the reader's language"`
	Country string `json:"country"`
	Role    string `json:"role,omitempty"`
}

// statusItem is the status on a day, computed from the acts up to it.
type statusItem struct {
	Code     string            `json:"code" enum:"none,contact,intended,conditional,active,dormant,frozen,suspended,notice_given,expired,denounced,terminated"`
	AsOf     string            `json:"as_of" format:"date"`
	KnownAt  *time.Time        `json:"known_at,omitempty" doc:"only what was known at this moment counts; absent: all that is held now"`
	Since    string            `json:"since,omitempty" doc:"year, month or day"`
	Sides    map[string]string `json:"sides" nullable:"false" doc:"status of each side, by place number"`
	Sentence string            `json:"sentence" doc:"says the status and what it rests on"`
	Because  []string          `json:"because,omitempty" doc:"the acts it rests on"`
}

// partnershipDetail adds the history and where it comes from.
type partnershipDetail struct {
	PartnershipItem
	Story   string       `json:"story,omitempty"`
	Acts    []actItem    `json:"acts" nullable:"false" doc:"in the order in which they count"`
	Claims  []claimItem  `json:"claims" nullable:"false" doc:"what sources say of single facts, contradictions included"`
	Sources []sourceItem `json:"sources" nullable:"false"`
}

type actItem struct {
	ID        string   `json:"id"`
	Type      string   `json:"type" example:"letter_of_intent"`
	Label     string   `json:"label" doc:"the type in the reader's language"`
	By        []int64  `json:"by,omitempty" doc:"the sides that took it; absent: all"`
	Date      string   `json:"date,omitempty" doc:"EDTF"`
	Inferred  bool     `json:"inferred,omitempty" doc:"the date was concluded, not read"`
	From      string   `json:"in_force_from,omitempty" doc:"EDTF"`
	To        string   `json:"in_force_to,omitempty" doc:"EDTF"`
	Term      string   `json:"term,omitempty" doc:"ISO 8601 duration"`
	Notice    string   `json:"notice,omitempty" doc:"term of notice, ISO 8601 duration"`
	Condition string   `json:"condition,omitempty" doc:"code"`
	Ground    string   `json:"ground,omitempty" doc:"code"`
	Number    string   `json:"number,omitempty" doc:"of the resolution, as printed"`
	Title     string   `json:"title,omitempty" doc:"of the signed paper, in its own language"`
	Text      string   `json:"text,omitempty" doc:"a remark"`
	Sources   []string `json:"sources" nullable:"false" doc:"codes"`
}

type claimItem struct {
	Field  string `json:"field" example:"start"`
	Value  string `json:"value" example:"1960"`
	Rank   string `json:"rank,omitempty" doc:"preferred, normal or deprecated; absent: normal"`
	Source string `json:"source" doc:"code"`
}

type sourceItem struct {
	Code      string `json:"code"`
	Title     string `json:"title"`
	Publisher string `json:"publisher,omitempty"`
	URL       string `json:"url,omitempty"`
	Language  string `json:"language,omitempty"`
	Licence   string `json:"licence,omitempty"`
	Retrieved string `json:"retrieved,omitempty"`
}

// Moments say for which day, and from what knowledge, a status is asked.
type Moments struct {
	AsOf    string `query:"as_of" format:"date" doc:"status on this day; else today"`
	KnownAt string `query:"known_at" format:"date-time" doc:"only what was known at this moment"`
}

// read returns the day and the moment; today and now where none was named.
func (s *server) read(m Moments) (lang.Date, time.Time, error) {
	day, err := lang.ParseDate(m.AsOf)
	if err != nil {
		return day, time.Time{}, errs.New(errs.Invalid, lang.Msg("error.date", "text", m.AsOf), err)
	}
	if day.IsZero() {
		day = lang.DateOf(s.Clock.Now())
	}
	if m.KnownAt == "" {
		return day, time.Time{}, nil
	}
	at, err := time.Parse(time.RFC3339, m.KnownAt)
	if err != nil {
		return day, at, errs.New(errs.Invalid, lang.Msg("error.date", "text", m.KnownAt), err)
	}
	return day, at, nil
}

// partnershipsOf is what list-partnerships takes.
type partnershipsOf struct {
	One
	Window
	Moments
}

// query is what the next page's address repeats.
func (in *partnershipsOf) query() url.Values {
	q := url.Values{}
	for name, value := range map[string]string{"lang": in.Lang, "as_of": in.AsOf, "known_at": in.KnownAt} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return q
}

func (s *server) listPartnerships(ctx context.Context, in *partnershipsOf) (*answer[Page[PartnershipItem]], error) {
	p := s.printer(in.Reader)
	day, at, err := s.read(in.Moments)
	if err != nil {
		return nil, fail(p, err)
	}
	if _, err := s.place(in.ID); err != nil {
		return nil, fail(p, err)
	}
	all, err := s.Partnerships.OfPlace(ctx, in.ID)
	if err != nil {
		return nil, fail(p, err)
	}
	items := make([]PartnershipItem, len(all))
	for i, ps := range all {
		items[i] = s.summary(p, ps, day, at)
	}
	query := in.query()
	path := Root + "/places/" + strconv.FormatInt(in.ID, 10) + "/partnerships"
	return &answer[Page[PartnershipItem]]{p.Lang(), cut(items, in.Window, path, query)}, nil
}

// onePartnership is what get-partnership takes.
type onePartnership struct {
	Reader
	Moments
	ID string `path:"id" minLength:"1" maxLength:"80"`
}

func (s *server) getPartnership(ctx context.Context, in *onePartnership) (*answer[partnershipDetail], error) {
	p := s.printer(in.Reader)
	day, at, err := s.read(in.Moments)
	if err != nil {
		return nil, fail(p, err)
	}
	found, err := s.Partnerships.ByID(ctx, in.ID)
	if err != nil {
		return nil, fail(p, err)
	}
	var names []string
	for _, side := range found.Sides() {
		names = append(names, s.World().Places.DisplayName(side, p.Lang()))
	}
	if err := found.Listable(names); err != nil {
		return nil, fail(p, err)
	}
	d, err := s.detail(ctx, p, found, day, at)
	if err != nil {
		return nil, fail(p, err)
	}
	return &answer[partnershipDetail]{p.Lang(), d}, nil
}

func (s *server) summary(p *lang.Printer, ps partnership.Partnership, day lang.Date, at time.Time) PartnershipItem {
	status := partnership.StatusOf(ps, day, at)
	places := s.World().Places
	item := PartnershipItem{
		ID: ps.ID, Kind: string(ps.Kind), OriginalTerm: ps.OriginalTerm, Parties: []partyItem{},
		Topics: append([]string{}, ps.Topics...), Start: status.Start.String(),
		Status: statusOf(p, status),
	}
	for _, party := range ps.Parties {
		unit, _ := places.Get(party.Place)
		item.Parties = append(item.Parties, partyItem{party.Place, places.DisplayName(party.Place, p.Lang()), unit.Country, party.Role})
	}
	return item
}

func statusOf(p *lang.Printer, s partnership.Status) statusItem {
	item := statusItem{
		Code: s.Code.String(), AsOf: s.AsOf.String(), Since: s.Since.String(),
		Sides: map[string]string{}, Sentence: p.Message(s.Sentence), Because: s.Because,
	}
	if !s.KnownAt.IsZero() {
		item.KnownAt = &s.KnownAt
	}
	for side, code := range s.Sides {
		item.Sides[strconv.FormatInt(side, 10)] = code.String()
	}
	return item
}

func (s *server) detail(ctx context.Context, p *lang.Printer, ps partnership.Partnership, day lang.Date, at time.Time) (partnershipDetail, error) {
	d := partnershipDetail{
		PartnershipItem: s.summary(p, ps, day, at), Story: ps.Story[p.Lang()],
		Acts: []actItem{}, Claims: []claimItem{}, Sources: []sourceItem{},
	}
	for _, counted := range partnership.Order(ps, at) {
		d.Acts = append(d.Acts, act(p, counted.Act))
	}
	for _, c := range ps.Claims {
		if c.Held(at) {
			d.Claims = append(d.Claims, claimItem{c.Field, c.Value, string(c.Rank), c.Source})
		}
	}
	sources, err := s.Sources.ByCodes(ctx, ps.SourceCodes())
	for _, src := range sources {
		d.Sources = append(d.Sources, sourceOf(src))
	}
	return d, err
}

func act(p *lang.Printer, a partnership.Act) actItem {
	return actItem{
		ID: a.ID, Type: string(a.Type), Label: p.T("act.type." + string(a.Type)), By: a.By,
		Date: a.Date.String(), Inferred: a.Date.Inferred(), From: a.InForceFrom.String(), To: a.InForceTo.String(),
		Term: string(a.Term), Notice: string(a.Notice), Condition: a.Condition.Code, Ground: a.Ground.Code,
		Number: a.Number, Title: a.Title, Text: a.Text[p.Lang()], Sources: append([]string{}, a.Sources...),
	}
}

func sourceOf(s source.Source) sourceItem {
	return sourceItem{s.Code, s.Title, s.Publisher, s.URL, s.Language, s.Licence, s.Retrieved.String()}
}
