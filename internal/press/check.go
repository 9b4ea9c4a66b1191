package press

import (
	"net/mail"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/markup"
	"twintown/internal/topic"
)

// Limits of what is written, in characters unless they say otherwise.
const (
	mostTitle  = 200   // three lines of a telephone
	mostLead   = 1_000 // a paragraph
	mostDetail = 5_000
	mostTags   = 20
	mostTag    = 60
	mostLinks  = 100 // towns of a large conference
	mostTopics = 18
	mostCost   = 1_000_000_000_000
	firstYear  = 1900
	lastYear   = 2200
)

func itoa(n int) string { return strconv.Itoa(n) }

func tooLong(field, text string, most int) error {
	if len([]rune(text)) > most {
		return errs.In(field, lang.Msg("error.press.long", "most", most))
	}
	return nil
}

// clean trims a content and refuses what no draft can hold. Drafts may be incomplete.
func (c Content) clean() (Content, error) {
	for _, text := range []*string{&c.Title, &c.Lead, &c.Body, &c.Slug, &c.Details.Partners, &c.Details.Cost, &c.Details.Result, &c.Details.Contact, &c.Details.Mail} {
		*text = strings.TrimSpace(strings.ToValidUTF8(strings.ReplaceAll(*text, "\x00", ""), ""))
	}
	c.Title = strings.Join(strings.Fields(c.Title), " ")
	if !slices.Contains(Origins(), c.Origin) {
		c.Origin = Written
	}
	if c.Origin == Written {
		c.Of, c.OfWords = "", 0
	}
	for _, err := range []error{
		tooLong("title", c.Title, mostTitle), tooLong("lead", c.Lead, mostLead), tooLong("body", c.Body, markup.MostText),
		tooLong("partners", c.Details.Partners, mostDetail), tooLong("cost_text", c.Details.Cost, mostDetail),
		tooLong("result", c.Details.Result, mostDetail), tooLong("contact", c.Details.Contact, mostTitle),
		checkSlug(c.Slug), checkMail(c.Details.Mail),
	} {
		if err != nil {
			return c, err
		}
	}
	return c, nil
}

func checkMail(address string) error {
	if address == "" {
		return nil
	}
	a, err := mail.ParseAddress(address)
	if err != nil || a.Address != address || len(address) > mostTitle {
		return errs.In("mail", lang.Msg("error.press.mail"))
	}
	return nil
}

// Complete says whether a text may become public: what a reader needs is there, and each
// link and picture leads somewhere. The first thing that is missing is the error.
func (c Content) Complete(kind Kind, resolve markup.Resolve) error {
	if c.Title == "" {
		return errs.In("title", lang.Msg("error.press.no_title"))
	}
	if c.Slug == "" {
		return errs.In("slug", lang.Msg("error.press.no_slug"))
	}
	if c.Body == "" && c.Lead == "" && kind != Gallery && kind != Meeting {
		return errs.In("body", lang.Msg("error.press.no_body"))
	}
	if kind == Practice && c.Details.Result == "" {
		return errs.In("result", lang.Msg("error.press.no_result"))
	}
	for _, part := range [][2]string{{"body", c.Body}, {"partners", c.Details.Partners}, {"cost_text", c.Details.Cost}, {"result", c.Details.Result}} {
		for _, f := range markup.Check(part[1], resolve) {
			return errs.In(part[0], lang.Msg("error.press.markup."+string(f.Kind), "what", f.What))
		}
	}
	return nil
}

// clean puts an item's own fields in order and refuses what cannot be.
func (o Own) clean(kind Kind) (Own, error) {
	var tags []string
	for _, t := range o.Tags {
		t = strings.Join(strings.Fields(strings.ToValidUTF8(t, "")), " ")
		if len([]rune(t)) > mostTag {
			return o, errs.In("tags", lang.Msg("error.press.long", "most", mostTag))
		}
		if t != "" && !slices.ContainsFunc(tags, func(x string) bool { return strings.EqualFold(x, t) }) {
			tags = append(tags, t)
		}
	}
	o.Tags = tags
	var topics []string
	for _, code := range o.Topics {
		if _, known := topic.Get(code); known && !slices.Contains(topics, code) {
			topics = append(topics, code)
		}
	}
	o.Topics = topics
	var links []Link
	for _, l := range o.Links {
		same := func(x Link) bool { return x.Kind == l.Kind && x.Target == l.Target }
		if l.Kind != "" && l.Target != "" && !slices.ContainsFunc(links, same) {
			links = append(links, l)
		}
	}
	o.Links = links
	if len(tags) > mostTags || len(links) > mostLinks || len(topics) > mostTopics {
		return o, errs.New(errs.TooLarge, lang.Msg("error.press.many", "tags", mostTags, "links", mostLinks), nil)
	}
	return o, o.Facts.check(kind)
}

func (f Facts) check(kind Kind) error {
	year := func(y int) bool { return y == 0 || y >= firstYear && y <= lastYear }
	switch {
	case !year(f.From):
		return errs.In("from", lang.Msg("error.press.year"))
	case !year(f.To) || f.To != 0 && f.To < f.From:
		return errs.In("to", lang.Msg("error.press.year"))
	case f.Cost < 0 || f.Cost > mostCost:
		return errs.In("cost", lang.Msg("error.press.cost"))
	case f.Cost > 0 && !currency(f.Currency):
		return errs.In("currency", lang.Msg("error.press.currency"))
	case kind != Gallery && f.Download:
		return errs.In("download", lang.Msg("error.press.download"))
	}
	return nil
}

// Currencies are those in which costs can be told: of the countries around, and the euro.
func Currencies() []string {
	return []string{"EUR", "PLN", "UAH", "BYN", "CZK", "HUF", "RON", "SEK", "GBP", "CHF", "USD", "MDL", "GEL"}
}

func currency(code string) bool { return slices.Contains(Currencies(), code) }
