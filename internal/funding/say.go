package funding

import (
	"cmp"
	"slices"
	"strings"

	"twintown/internal/funding/rule"
	"twintown/internal/platform/lang"
)

// Sentence is one condition in words, with what it says of a consortium, and the conditions that
// it joins.
type Sentence struct {
	Text  lang.Message
	Value rule.Value
	Have  lang.Message // what there is now; zero where nothing is counted
	Kids  []Sentence
}

// Say says a finding condition by condition.
func (b *Book) Say(f *rule.Finding) Sentence {
	s := Sentence{Text: b.SayNode(f.Node), Value: f.Value, Have: have(f)}
	for i := range f.Kids {
		s.Kids = append(s.Kids, b.Say(&f.Kids[i]))
	}
	return s
}

// SayRule says a rule as sentences that ask nobody.
func (b *Book) SayRule(r *rule.Rule) Sentence { return b.sayRule(&r.Root) }

func (b *Book) sayRule(n *rule.Node) Sentence {
	s := Sentence{Text: b.SayNode(n)}
	for i := range n.Kids {
		s.Kids = append(s.Kids, b.sayRule(&n.Kids[i]))
	}
	return s
}

// have says what was counted, where it is known.
func have(f *rule.Finding) lang.Message {
	switch f.Node.Op {
	case rule.Partners, rule.Countries, rule.Participants, rule.Invited, rule.Months, rule.Days:
		if f.Low == 0 && f.High == 0 && f.Value == rule.Unknown {
			return lang.Message{}
		}
		if f.Low != f.High {
			return lang.Msg("funding.have.between", "min", f.Low, "max", f.High)
		}
		return lang.Msg("funding.have", "n", f.Low)
	}
	return lang.Message{}
}

// SayNode says one condition, without those that it joins.
func (b *Book) SayNode(n *rule.Node) lang.Message {
	switch n.Op {
	case rule.All, rule.Any, rule.One, rule.Not:
		return lang.Msg("funding.rule." + n.Op.String())
	}
	what := lang.Msg("funding.what." + n.Op.String())
	filter := b.sayFilter(n)
	if n.Min == 0 && n.Max == rule.NoLimit { // each, lead, and activities that may be anywhere within
		return lang.Msg("funding.rule.line", "what", what, "value", filter)
	}
	line := lang.Msg("funding.rule.line", "what", what, "value", sayRange(n.Min, n.Max))
	if filter.IsZero() {
		return line
	}
	return lang.Msg("funding.rule.with", "line", line, "filter", filter)
}

// sayRange says between which numbers; most may be rule.NoLimit.
func sayRange(least, most int) lang.Message {
	switch {
	case most == rule.NoLimit:
		return lang.Msg("funding.range.min", "n", least)
	case least == most:
		return lang.Msg("funding.range.exactly", "n", least)
	case least == 0:
		return lang.Msg("funding.range.max", "n", most)
	}
	return lang.Msg("funding.range.between", "min", least, "max", most)
}

// join puts messages one after another, with the language's comma or semicolon.
func join(key string, all []lang.Message) (joined lang.Message) {
	for i, m := range all {
		if joined = m; i > 0 {
			joined = lang.Msg(key, "a", all[0], "b", m)
			all[0] = joined
		}
	}
	return joined
}

func (b *Book) sayFilter(n *rule.Node) lang.Message {
	f := &n.Filter
	var all []lang.Message
	if len(f.From) > 0 {
		all = append(all, lang.Msg("funding.filter.from", "where", b.sayPlaces(f.From)))
	}
	if f.Among {
		all = append(all, lang.Msg("funding.filter.among"))
	}
	if len(f.Areas) > 0 {
		all = append(all, lang.Msg("funding.filter.areas", "where", b.sayAreas(f.Areas)))
	}
	if f.Border != nil {
		if len(f.Border.With) == 0 {
			all = append(all, lang.Msg("funding.filter.border", "km", f.Border.Max))
		} else {
			all = append(all, lang.Msg("funding.filter.border.with", "km", f.Border.Max, "where", b.sayPlaces(f.Border.With)))
		}
	}
	if f.MinPeople > 0 || f.MaxPeople > 0 {
		all = append(all, lang.Msg("funding.filter.people", "range", sayPeople(f.MinPeople, f.MaxPeople)))
	}
	if len(f.Types) > 0 {
		all = append(all, lang.Msg("funding.filter.types", "which", sayTypes(f.Types)))
	}
	if f.Member != "" {
		all = append(all, sayMember(f.Member, f.Before))
	}
	if len(f.Roles) > 0 {
		var roles []lang.Message
		for _, r := range f.Roles {
			roles = append(roles, lang.Msg("funding.role."+r.String()))
		}
		all = append(all, lang.Msg("funding.filter.roles", "which", join("funding.join.comma", roles)))
	}
	return join("funding.join.semicolon", all)
}

func sayPeople(least, most int) lang.Message {
	if most == 0 {
		most = rule.NoLimit
	}
	return sayRange(least, most)
}

func sayTypes(types []rule.Type) lang.Message {
	var all []lang.Message
	for _, t := range types {
		all = append(all, SayType(t))
	}
	return join("funding.join.comma", all)
}

// otherTypes are all types but some.
func otherTypes(types []rule.Type) []rule.Type {
	return slices.DeleteFunc(rule.Types(), func(t rule.Type) bool { return slices.Contains(types, t) })
}

// SayType names a sort of applicant.
func SayType(t rule.Type) lang.Message {
	if t == rule.UnknownType {
		return lang.Msg("funding.unknown")
	}
	return lang.Msg("funding.type." + t.String())
}

func sayMember(of string, before rule.Day) lang.Message {
	if before == 0 {
		return lang.Msg("funding.filter.member", "of", sayOrganisation(of))
	}
	return lang.Msg("funding.filter.member.before", "of", sayOrganisation(of), "day", day(before))
}

// sayOrganisation names an organisation that rules know, another one by its word.
func sayOrganisation(of string) lang.Message {
	if of == "anna-lindh-network" {
		return lang.Msg("funding.member.anna_lindh")
	}
	return lang.Msg("funding.word", "text", of)
}

// SayGroup names a group of countries.
func SayGroup(code string) lang.Message {
	switch code {
	case "EU", "V4", "EaP", "WB", "CERV", "SouthMed":
		return lang.Msg("funding.group." + strings.ToLower(code))
	}
	return lang.Msg("funding.word", "text", code)
}

// sayPlaces names countries and groups.
func (b *Book) sayPlaces(codes []string) lang.Message {
	var all []lang.Message
	for _, code := range codes {
		if _, group := b.rules.Groups[code]; group {
			all = append(all, SayGroup(code))
		} else {
			all = append(all, lang.Msg("funding.country", "c", code))
		}
	}
	return join("funding.join.comma", all)
}

// sayAreas names areas: a region in the language of the book, another one as the rule writes it.
func (b *Book) sayAreas(words []string) lang.Message {
	var all []lang.Message
	for _, w := range words {
		name := w
		if a, ok := b.rules.Areas[w]; ok {
			name = b.atlas.RegionName(a.Codes[0], b.lang)
		}
		if _, own, ok := strings.Cut(w, "/"); ok && (name == "" || name == w) {
			name = own
		}
		all = append(all, lang.Msg("funding.word", "text", cmp.Or(name, w)))
	}
	return join("funding.join.comma", all)
}

// SayValue says an answer.
func SayValue(v rule.Value) lang.Message { return lang.Msg("funding.value." + v.String()) }

// SayFact says which fact lacks; partner is the name of the partner whose fact it is.
func (b *Book) SayFact(f rule.Fact, partner string) lang.Message {
	what := lang.Msg("funding.fact." + f.Kind.String())
	if f.Kind == rule.FactMember {
		what = lang.Msg("funding.fact.member", "of", sayOrganisation(f.What))
	}
	if f.Partner < 0 || partner == "" {
		return what
	}
	return lang.Msg("funding.fact.of", "partner", partner, "what", what)
}

// SayChange says one thing that is missing; names are those of the partners.
func (b *Book) SayChange(c *rule.Change, names []string) lang.Message {
	name := ""
	if c.Partner < len(names) {
		name = names[c.Partner]
	}
	switch c.Kind {
	case rule.DropPartner:
		return lang.Msg("funding.way.without", "partner", name)
	case rule.AddPartners:
		return b.sayWanted(&c.Wanted)
	case rule.HoldIn:
		return lang.Msg("funding.way.hold", "c", c.Country.String())
	case rule.AlsoIn:
		return lang.Msg("funding.way.also", "c", c.Country.String())
	case rule.LetLead:
		if name == "" {
			return lang.Msg("funding.way.lead.new")
		}
		return lang.Msg("funding.way.lead", "partner", name)
	}
	key := map[rule.ChangeKind]string{rule.SetParticipants: "participants", rule.SetInvited: "invited", rule.SetMonths: "months", rule.SetDays: "days"}[c.Kind]
	if c.Number > c.Now && c.Kind <= rule.SetInvited {
		return lang.Msg("funding.way.more."+key, "n", c.Number-c.Now, "all", c.Number)
	}
	return lang.Msg("funding.way."+key, "n", c.Number, "now", c.Now)
}

// sayWanted says which partners are to be found.
func (b *Book) sayWanted(w *rule.Wanted) lang.Message {
	var of []lang.Message
	if where := b.sayWhere(w); !where.IsZero() {
		of = append(of, where)
	}
	switch {
	case w.Link == rule.Other && w.Count > 1:
		of = append(of, lang.Msg("funding.way.different"))
	case w.Link == rule.Other:
		of = append(of, lang.Msg("funding.way.another"))
	case w.Link == rule.Same:
		of = append(of, lang.Msg("funding.way.same"))
	}
	if others := otherTypes(w.Types); len(w.Types) > 0 && len(others) < len(w.Types) {
		of = append(of, lang.Msg("funding.way.types", "which", sayTypes(others)))
	} else if len(w.Types) > 0 {
		of = append(of, lang.Msg("funding.filter.types", "which", sayTypes(w.Types)))
	}
	if w.MinPeople > 0 || w.MaxPeople > 0 {
		of = append(of, lang.Msg("funding.filter.people", "range", sayPeople(w.MinPeople, w.MaxPeople)))
	}
	if w.Near {
		of = append(of, lang.Msg("funding.filter.border", "km", w.MaxKm))
	}
	if w.Member != "" {
		of = append(of, sayMember(w.Member, w.Before))
	}
	if len(of) == 0 {
		return lang.Msg("funding.way.add", "n", w.Count)
	}
	return lang.Msg("funding.way.add.with", "n", w.Count, "what", join("funding.join.semicolon", of))
}

func (b *Book) sayWhere(w *rule.Wanted) lang.Message {
	groups, rest := b.grouped(w.Countries)
	all := append(groups, sayCountries(rest)...)
	for _, a := range w.Areas {
		all = append(all, b.sayAreas(a.Codes[:1]))
	}
	if !w.Open {
		if len(all) == 0 {
			return lang.Message{}
		}
		return lang.Msg("funding.filter.from", "where", join("funding.join.comma", all))
	}
	if len(w.Except) == 0 {
		return lang.Message{}
	}
	return lang.Msg("funding.way.except", "where", join("funding.join.comma", sayCountries(w.Except)))
}

// Bounds of what is said as a group: of a small one each country is named, and only a few may be left out.
const (
	smallGroup = 4
	mostBut    = 2
	butOneOf   = 5 // countries, of which one may be left out
)

// grouped says countries by the groups that they make up, as these are now: who reads of eleven countries does not see that
// they are two groups. A member of whom nobody knows whether it is one is told to be left out.
func (b *Book) grouped(countries []rule.Country) (groups []lang.Message, rest []rule.Country) {
	rest = countries
	for _, g := range b.groups {
		var members, missing []rule.Country
		sure := false
		for _, t := range g.Terms {
			if t.To != 0 {
				continue
			}
			members, sure = append(members, t.Country), sure || t.From != 0 || t.Seen != 0
			if !slices.Contains(rest, t.Country) {
				missing = append(missing, t.Country)
			}
		}
		if !sure || len(members) < smallGroup || len(missing) > mostBut || len(missing)*butOneOf > len(members) {
			continue
		}
		said := SayGroup(g.Code)
		if len(missing) > 0 {
			said = lang.Msg("funding.group.but", "group", said, "where", join("funding.join.comma", sayCountries(missing)))
		}
		groups = append(groups, said)
		rest = slices.DeleteFunc(slices.Clone(rest), func(c rule.Country) bool { return slices.Contains(members, c) })
	}
	return groups, rest
}

func sayCountries(countries []rule.Country) (all []lang.Message) {
	for _, c := range countries {
		all = append(all, lang.Msg("funding.country", "c", c.String()))
	}
	return all
}

// SayProblem says what is wrong with a rule.
func SayProblem(p rule.Problem) lang.Message {
	switch p.Code {
	case rule.UnknownKey:
		return keyMessage(p.Word, p.Suggest)
	case rule.UnknownWord:
		return wordMessage(p.Word, p.Suggest)
	case rule.NoGroup, rule.NoArea:
		if p.Suggest != "" {
			return lang.Msg("error.funding.rule."+p.Code+".near", "word", p.Word, "near", p.Suggest)
		}
	case rule.Clash:
		return lang.Msg("error.funding.rule.clash", "a", lang.Msg("funding.what."+p.Word), "min", p.A, "b", lang.Msg("funding.what."+p.Suggest), "max", p.B)
	}
	return lang.Msg("error.funding.rule."+p.Code, "word", p.Word, "a", p.A, "b", p.B)
}

func keyMessage(word, near string) lang.Message {
	if near == "" {
		return lang.Msg("error.funding.rule.key", "word", word)
	}
	return lang.Msg("error.funding.rule.key.near", "word", word, "near", near)
}

func wordMessage(word, near string) lang.Message {
	if near == "" {
		return lang.Msg("error.funding.rule.word", "word", word)
	}
	return lang.Msg("error.funding.rule.word.near", "word", word, "near", near)
}
