package moving

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"twintown/internal/partnership"
	"twintown/internal/platform/db"
	"twintown/internal/platform/lang"
	"twintown/internal/source"
)

// acts are the steps that a row tells of, in their order.
func (r *rowReader) acts(kind partnership.Kind, first partnership.ActType, status string, w span) (all []partnership.Act) {
	if first == "" {
		first = partnership.ActAgreement
		if kind == partnership.KindContact || status == partnership.Contact.String() {
			first = partnership.ActContact
		}
	}
	told := w.dated && !w.start.IsZero() || kind != "" || first != partnership.ActAgreement || !w.until.IsZero() || w.term != ""
	stop, stopped := stops[status]
	if told || stopped || status == "resumed" || !w.ended.IsZero() {
		all = append(all, partnership.Act{Type: first, Date: w.start, InForceTo: w.until, Term: w.term})
	}
	switch {
	case stopped:
		a := partnership.Act{Type: stop, Date: w.ended}
		switch {
		case stop == partnership.ActSuspension:
			a.Ground = partnership.Cause{Code: "unknown"} // the list gives none
		case w.ended.IsZero() && !w.until.IsZero() && stop == partnership.ActExpiry:
			return all // the term says when
		case w.ended.IsZero() && !w.until.IsZero() && endsFor(stop):
			all[0].InForceTo, a.Date = partnership.Date{}, w.until // "2006–2011, rozwiązane"
		}
		return append(all, a)
	case status == "resumed":
		return append(all, partnership.Act{Type: partnership.ActResumption, Date: w.ended})
	case w.ended.IsZero():
		return all
	case r.ended == "termination":
		return append(all, partnership.Act{Type: partnership.ActTermination, Date: w.ended})
	case r.ended == "expiry" && len(all) > 0:
		all[0].InForceTo = w.ended
	}
	return all
}

// stops are the acts that a status stands for which no date explains.
var stops = map[string]partnership.ActType{
	partnership.Dormant.String():     partnership.ActDormancy,
	partnership.Frozen.String():      partnership.ActInterruption,
	partnership.Suspended.String():   partnership.ActSuspension,
	partnership.NoticeGiven.String(): partnership.ActNotice,
	partnership.Expired.String():     partnership.ActExpiry,
	partnership.Denounced.String():   partnership.ActDenunciation,
	partnership.Terminated.String():  partnership.ActTermination,
}

// endsFor says whether an act ends a partnership for good.
func endsFor(t partnership.ActType) bool {
	return t == partnership.ActTermination || t == partnership.ActDenunciation || t == partnership.ActExpiry
}

// actID is the identifier of what is said: the pair, the act, its date. again tells a
// statement that was withdrawn with its import and is made once more.
func actID(pair string, a partnership.Act, again int) string {
	key := strings.Join([]string{pair, string(a.Type), a.Date.String(), a.InForceTo.String()}, " ")
	if again > 0 {
		key += " " + strconv.Itoa(again)
	}
	return db.IDFor("moving", key)
}

// sourceCode is the identity of a file as a source: whose it is, and its name. A
// corrected file under its old name is the same source.
func sourceCode(own int64, file string) string {
	const enough = 8 // digits: lists of one town are few
	return "list-" + db.IDFor("moving list", strconv.FormatInt(own, 10)+"\x00"+strings.ToLower(file))[:enough]
}

// missing is what of want is not known yet: acts, claims where the file says otherwise
// than what is known, what fills an empty field. It never repeats and never replaces.
func missing(want, known partnership.Partnership, today lang.Date) (add partnership.Partnership, notes []lang.Message) {
	add = partnership.Partnership{ID: want.ID, Parties: want.Parties}
	if known.ID == "" {
		add.Kind, add.OriginalTerm, add.Topics, add.Acts, add.Listing = want.Kind, want.OriginalTerm, want.Topics, want.Acts, want.Listing
		return add, nil
	}
	c := comparison{add: &add, known: known, today: today}
	for _, a := range want.Acts {
		c.act(a)
	}
	if len(known.Acts) == 0 && known.Listing.IsZero() {
		add.Listing = want.Listing
	}
	switch {
	case want.Kind == partnership.KindUnstated || want.Kind == known.Kind:
	case known.Kind == partnership.KindUnstated || known.Kind == "":
		add.Kind, add.OriginalTerm = want.Kind, want.OriginalTerm
	default:
		c.claim("kind", string(want.Kind), string(known.Kind), want)
	}
	if len(known.Topics) == 0 {
		add.Topics = want.Topics
	}
	return add, c.notes
}

// comparison sets what a file says beside what is known.
type comparison struct {
	add   *partnership.Partnership
	known partnership.Partnership
	today lang.Date
	notes []lang.Message
}

// act adds an act that nobody told, or a claim where the known one has another date.
func (c *comparison) act(a partnership.Act) {
	var alike []partnership.Act
	for _, k := range c.known.Acts {
		if k.ID == a.ID && (k.KnownUntil.IsZero() || !k.Edited.IsZero()) {
			return // told before, and perhaps corrected by a person since
		}
		if k.Held(time.Time{}) && sameStep(k.Type, a.Type) {
			alike = append(alike, k)
		}
	}
	if len(alike) == 0 {
		if c.contradictsStatus(a) {
			return
		}
		c.add.Acts = append(c.add.Acts, c.fresh(a))
		return
	}
	for _, k := range alike {
		if agree(k.Date, a.Date) {
			c.details(k, a)
			return
		}
	}
	switch k := alike[0]; {
	case isStart(a.Type):
		c.claimBeside("start", a.Date.String(), k.Date.String(), a.Sources, k.Sources)
	case endsFor(a.Type):
		c.claimBeside("end", a.Date.String(), k.Date.String(), a.Sources, k.Sources)
	default:
		c.add.Acts = append(c.add.Acts, c.fresh(a)) // another letter, another suspension
	}
}

// details are the end and the term that the known agreement does not have.
func (c *comparison) details(k, a partnership.Act) {
	says, known := a.Date.Calendar().String(), k.Date.Calendar().String()
	if isStart(a.Type) && len(says) > len(known) && strings.HasPrefix(says, known) { // more precise
		c.claimBeside("start", a.Date.String(), k.Date.String(), a.Sources, k.Sources)
	}
	if !a.InForceTo.IsZero() && !agree(a.InForceTo, k.InForceTo) || !a.InForceTo.IsZero() && k.InForceTo.IsZero() {
		c.claimBeside("end", a.InForceTo.String(), k.InForceTo.String(), a.Sources, k.Sources)
	}
	if a.Term != "" && a.Term != k.Term {
		c.claimBeside("term", string(a.Term), string(k.Term), a.Sources, k.Sources)
	}
}

// contradictsStatus says whether an act would stop or revive what is over by other acts
// than the file's: then the file's word stands beside as a claim.
func (c *comparison) contradictsStatus(a partnership.Act) bool {
	if len(c.known.Acts) == 0 || isStart(a.Type) {
		return false
	}
	now := partnership.StatusOf(c.known, c.today, time.Time{})
	if !now.Code.Ended() && now.Code != partnership.Suspended {
		return false
	}
	for status, t := range stops {
		if t == a.Type && status != now.Code.String() {
			c.claimBeside("status", status, now.Code.String(), a.Sources, lastSources(c.known))
		}
	}
	return a.Type != partnership.ActResumption
}

func lastSources(p partnership.Partnership) []string {
	if n := len(p.Acts); n > 0 {
		return p.Acts[n-1].Sources
	}
	return nil
}

// fresh gives an act another identifier where the same statement was made and withdrawn
// before: what was known then stays as it was.
func (c *comparison) fresh(a partnership.Act) partnership.Act {
	for n := 1; slices.ContainsFunc(c.known.Acts, func(k partnership.Act) bool { return k.ID == a.ID }); n++ {
		a.ID = actID(c.add.ID, a, n)
	}
	return a
}

// claim notes what the file says of a field, beside what is known of it.
func (c *comparison) claim(field, says, known string, want partnership.Partnership) {
	var sources []string
	if len(want.Acts) > 0 {
		sources = want.Acts[0].Sources
	} else if want.Listing.Source != "" {
		sources = []string{want.Listing.Source}
	}
	c.claimBeside(field, says, known, sources, c.known.SourceCodes())
}

// claimBeside adds the file's claim and, so that a reader sees both, what is known as
// the claim of its source; neither where it is there already.
func (c *comparison) claimBeside(field, says, known string, sources, theirs []string) {
	if says == "" || says == known || len(sources) == 0 {
		return
	}
	add := func(value, code string) {
		claim := source.Claim{Field: field, Value: value, Source: code, Confidence: source.Medium}
		there := slices.ContainsFunc(slices.Concat(c.known.Claims, c.add.Claims), func(k source.Claim) bool {
			return k.Held(time.Time{}) && k.Field == field && k.Value == value && (k.Source == code || code != sources[0])
		})
		if !there {
			c.add.Claims = append(c.add.Claims, claim)
		}
	}
	before := len(c.add.Claims)
	add(says, sources[0])
	if len(c.add.Claims) == before {
		return
	}
	if known != "" && len(theirs) > 0 {
		add(known, theirs[0])
	}
	c.notes = append(c.notes, lang.Msg("moving.note.claim", "field", lang.Msg("claim.field."+field), "says", says, "known", known))
}

// isStart says whether an act brings a partnership into force.
func isStart(t partnership.ActType) bool {
	return t == partnership.ActAgreement || t == partnership.ActCharter
}

// sameStep says whether two types are one step: an agreement is often called a charter.
func sameStep(a, b partnership.ActType) bool { return a == b || isStart(a) && isStart(b) }

// agree says whether two dates can be of one day: one of them is unknown, or less precise.
func agree(a, b partnership.Date) bool {
	if a.IsZero() || b.IsZero() {
		return true
	}
	x, y := a.Calendar().String(), b.Calendar().String()
	if strings.HasPrefix(x, y) || strings.HasPrefix(y, x) {
		return true
	}
	far := a.Year - b.Year
	if far < 0 {
		far = -far
	}
	switch {
	case a.Qualifier == partnership.About || b.Qualifier == partnership.About:
		return far <= 1
	case b.Qualifier == partnership.Before:
		return a.Calendar().Compare(b.Calendar()) <= 0
	case a.Qualifier == partnership.Before:
		return b.Calendar().Compare(a.Calendar()) <= 0
	case b.Qualifier == partnership.After:
		return a.Calendar().Compare(b.Calendar()) >= 0
	case a.Qualifier == partnership.After:
		return b.Calendar().Compare(a.Calendar()) >= 0
	}
	return false
}
