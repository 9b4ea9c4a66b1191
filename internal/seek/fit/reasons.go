package fit

import (
	"math"
	"slices"

	"twintown/internal/match"
	"twintown/internal/place"
	"twintown/internal/platform/lang"
	"twintown/internal/seek"
	"twintown/internal/topic"
)

// The names of the reasons that are added to those of package match.
const (
	Topics   = "fit_topics"
	Wish     = "fit_wish"
	Language = "fit_language"
	Mutual   = "fit_mutual"
	Together = "fit_together"
)

// Signals are all of them.
func Signals() []string { return []string{Topics, Wish, Language, Mutual, Together} }

// The points of what a request adds, on the scale of package match: a point more makes a pair
// e times as likely. They are judgements, not learned, and small beside what is learned, but
// for the last one.
const (
	// perTopic makes a pair half as likely again for each topic in common: ln 1.5. Three fill the
	// plan of a year; who names twelve has made a list, so that more than mostTopics count nothing.
	perTopic   = 0.41
	mostTopics = 3
	// forWish makes a pair twice as likely that is of the size that was wished for, and half as
	// likely where it is the contrary: ln 2. It is a wish; what is demanded are limits of size.
	forWish = 0.69
	// forLanguage makes a pair twice as likely that can write in a language which their countries
	// do not share (what these share, the ranking has counted already): ln 2.
	forLanguage = 0.69
	// forMutual makes a pair twenty times as likely in which both seek, and each would take the
	// other: ln 20. Of the towns of the world hardly one in a hundred looks for a partner in any
	// year, and whoever does answers; a larger figure would let a request overrule everything that
	// is known of towns.
	forMutual = 3.0
)

// view is a request with what is drawn from it once for all places.
type view struct {
	seek.Request
	board *Board
	lead  place.Place
	own   map[int64]bool // its towns
	home  []string       // languages of the leading town's country
	reach map[string]string
}

func (b *Board) view(r seek.Request) view {
	v := view{Request: r, board: b, own: map[int64]bool{}, reach: map[string]string{}}
	v.lead, _ = b.Places.Get(r.Lead())
	for _, n := range r.Places {
		v.own[b.town(n)] = true
	}
	v.home = b.Ranker.Spoken(v.lead.Country)
	return v
}

// points is what the added reasons come to, without their words.
func (v *view) points(p place.Place) float64 {
	town := townOf(p)
	sum := v.wishPoints(p)
	if work := v.board.work[town]; len(work) > 0 {
		sum += perTopic * float64(min(mostTopics, len(v.shared(work))))
	}
	asks := v.board.asks[town]
	if v.language(p, asks) != "" {
		sum += forLanguage
	}
	if len(asks) > 0 && v.wanted(asks) {
		sum += forMutual
	}
	return sum
}

// reasons are the added contributions with their sentences. They can be read from both sides.
func (v *view) reasons(p place.Place) []match.Reason {
	town := townOf(p)
	asks := v.board.asks[town]
	all := []match.Reason{v.topics(v.board.work[town])}
	if v.Wish != seek.AnyKind {
		all = append(all, v.wish(p))
	}
	language := match.Reason{Signal: Language, Text: lang.Msg("fit.reason.language.none")}
	if code := v.language(p, asks); code != "" {
		language.Points, language.Text = forLanguage, lang.Msg("fit.reason.language", "language", code)
	} else if common(v.home, v.board.Ranker.Spoken(p.Country)) != "" {
		language.Text = lang.Message{} // the ranking's own reason says it
	}
	if !language.Text.IsZero() {
		all = append(all, language)
	}
	if len(asks) > 0 {
		mutual := match.Reason{Signal: Mutual, Text: lang.Msg("fit.reason.mutual.other")}
		if v.wanted(asks) {
			mutual.Points, mutual.Text = forMutual, lang.Msg("fit.reason.mutual")
		}
		all = append(all, mutual)
	}
	return all
}

func (v *view) topics(work []string) match.Reason {
	r := match.Reason{Signal: Topics}
	shared := v.shared(work)
	switch {
	case len(work) == 0:
		r.Text = lang.Msg("fit.reason.topics.unknown")
	case len(shared) == 0:
		r.Text = lang.Msg("fit.reason.topics.none")
	default:
		var names []lang.Message
		for _, code := range shared {
			names = append(names, topic.Label(code))
		}
		r.Points = round(perTopic * float64(min(mostTopics, len(shared))))
		r.Text = lang.Msg("fit.reason.topics", "n", len(shared), "names", names)
	}
	return r
}

// shared are the topics of the request that a town works on, also as a part or the whole of
// its own: who works on heritage works on culture.
func (v *view) shared(work []string) (codes []string) {
	for _, mine := range v.Topics {
		if slices.ContainsFunc(work, func(other string) bool { return topic.Within(other, mine) || topic.Within(mine, other) }) {
			codes = append(codes, mine)
		}
	}
	return codes
}

// wishPoints is what the wish for a similar or a complementary town comes to. All that is
// known of both towns by which that could be judged is their size.
func (v *view) wishPoints(p place.Place) float64 {
	points, _ := v.wished(p)
	return points
}

func (v *view) wished(p place.Place) (points float64, found string) {
	if v.Wish == seek.AnyKind {
		return 0, ""
	}
	sizes := match.Sizes(v.lead.Population, p.Population)
	switch {
	case v.lead.Population <= 0 || p.Population <= 0:
		return 0, "unknown"
	case sizes == match.Mode(v.Wish):
		return forWish, "met"
	case sizes != match.Any:
		return -forWish, "contrary"
	}
	return 0, "between"
}

func (v *view) wish(p place.Place) match.Reason {
	points, found := v.wished(p)
	return match.Reason{Signal: Wish, Points: points, Text: lang.Msg("fit.reason.wish."+string(v.Wish), "case", found)}
}

// language is the first language that the request names, or the leading town's country
// speaks, in which the other town can write, and which the two countries do not share; "" for
// none, and where they share one that serves as well.
func (v *view) language(p place.Place, asks []seek.Request) string {
	if len(asks) > 0 {
		return v.findLanguage(p, asks)
	}
	code, known := v.reach[p.Country] // the same for all towns of a country that named no language
	if !known {
		code = v.findLanguage(p, nil)
		v.reach[p.Country] = code
	}
	return code
}

func (v *view) findLanguage(p place.Place, asks []seek.Request) string {
	there := v.board.Ranker.Spoken(p.Country)
	if common(v.home, there) != "" {
		return ""
	}
	theirs := slices.Clone(there)
	for _, r := range asks {
		theirs = append(theirs, r.Languages...)
	}
	return common(append(slices.Clone(v.Languages), v.home...), theirs)
}

// common is the first of a that is in b, "" for none.
func common(a, b []string) string {
	for _, x := range a {
		if slices.Contains(b, x) {
			return x
		}
	}
	return ""
}

// wanted says whether one of a town's own requests would take the leading town.
func (v *view) wanted(asks []seek.Request) bool {
	return slices.ContainsFunc(asks, func(r seek.Request) bool {
		from, ok := v.board.Places.Get(r.Lead())
		return ok && meets(r, from, v.lead)
	})
}

// round is a figure in hundredths, as it is shown.
func round(x float64) float64 { return math.Round(x*100) / 100 }

// add appends reasons to a candidate, so that they go on adding up as shown.
func add(c *match.Candidate, more ...match.Reason) {
	hundredths := math.Round(c.Score * 100)
	for _, r := range more {
		hundredths += math.Round(r.Points * 100)
	}
	c.Reasons, c.Score = append(c.Reasons, more...), hundredths/100
}

// together is what the other towns of a request that speaks for several make of the leading
// town's score: the score of the request is the mean of all of its towns.
func together(lead float64, others []match.Pairing) (match.Reason, bool) {
	sum, n := 0.0, 0
	for _, o := range others {
		if o.Known {
			sum, n = sum+o.Score, n+1
		}
	}
	if n == 0 {
		return match.Reason{}, false
	}
	points := (sum+lead)/float64(n+1) - lead
	return match.Reason{Signal: Together, Points: round(points), Text: lang.Msg("fit.reason.together", "n", n)}, true
}
