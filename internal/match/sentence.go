package match

import (
	"math"

	"twintown/internal/match/score"
	"twintown/internal/platform/lang"
)

// evenBelow is how few points a reason has that speaks neither for nor against.
const evenBelow = 0.05

// side says whether a reason speaks for or against the candidate: it chooses the word that judges a figure.
func side(points float64) string {
	switch {
	case points >= evenBelow:
		return "plus"
	case points <= -evenBelow:
		return "minus"
	}
	return "even"
}

// sentence says a reason in words, with its figures. Keys are reason.<group> and, for other cases, reason.<group>.<case>.
func (r *Ranker) sentence(reason score.Reason) lang.Message {
	d := reason.Details
	w := r.engine.World
	key := "reason." + string(reason.Group)
	s := side(reason.Points)
	switch reason.Group {
	case score.GroupDistance:
		return lang.Msg(key, "km", math.Round(d.N), "side", s)
	case score.GroupSize:
		return sizeSentence(key, d, s)
	case score.GroupStanding:
		if d.Case != "" {
			return lang.Msg(key + "." + d.Case)
		}
		return lang.Msg(key, "a", int(d.A), "b", int(d.B), "side", s)
	case score.GroupKnown, score.GroupPartners:
		return lang.Msg(key, "a", int(d.A), "b", int(d.B), "side", s)
	case score.GroupCountries:
		return areaSentence(key, d, "a", w.Countries[d.CountryA], "b", w.Countries[d.CountryB])
	case score.GroupRegions:
		return areaSentence(key, d)
	case score.GroupLanguage:
		if d.Language == "" {
			return lang.Msg(key + ".none")
		}
		return lang.Msg(key, "language", d.Language)
	case score.GroupBorder:
		if d.Case == "" {
			return lang.Msg(key + ".none")
		}
		return lang.Msg(key + "." + d.Case)
	case score.GroupShared, score.GroupSurroundings:
		return countSentence(key, d)
	case score.GroupMix:
		if d.A+d.B == 0 && d.N > 0 && s == "plus" { // what the lists of both have in common otherwise
			return lang.Msg(key + ".profile")
		}
		return lang.Msg(key, "a", int(d.A), "b", int(d.B))
	case score.GroupName:
		if d.Case == "" {
			return lang.Msg(key + ".none")
		}
		return lang.Msg(key + "." + d.Case)
	}
	return lang.Msg(key)
}

// sizeSentence names a population that is not known rather than passing over it.
func sizeSentence(key string, d score.Details, side string) lang.Message {
	switch {
	case d.A <= 0 && d.B <= 0:
		return lang.Msg(key + ".unknown_both")
	case d.A <= 0:
		return lang.Msg(key+".unknown_here", "n", int(d.B))
	case d.B <= 0:
		return lang.Msg(key+".unknown_there", "n", int(d.A))
	}
	if max(d.A, d.B) > farApart*min(d.A, d.B) {
		key += ".far"
	}
	return lang.Msg(key, "a", int(d.A), "b", int(d.B), "side", side)
}

// farApart is the ratio of two populations above which nobody would call the pair typical, though there may be more
// such pairs among partners than chance would give.
const farApart = 5

// areaSentence tells how many partnerships there are between two areas, and how that compares with chance. Below
// twenty times the comparison has one decimal.
func areaSentence(key string, d score.Details, kv ...any) lang.Message {
	times := math.Round(d.Times*10) / 10
	if times >= 20 {
		times = math.Round(times)
	}
	kv = append(kv, "n", int(d.N), "times", times)
	switch {
	case d.Case != "":
		return lang.Msg(key+"."+d.Case, kv...)
	case d.N == 0:
		return lang.Msg(key+".none", kv...)
	}
	return lang.Msg(key, kv...)
}

func countSentence(key string, d score.Details) lang.Message {
	switch {
	case d.N > 0:
		return lang.Msg(key, "n", int(d.N))
	case d.Case != "":
		return lang.Msg(key + "." + d.Case)
	}
	return lang.Msg(key + ".none")
}
