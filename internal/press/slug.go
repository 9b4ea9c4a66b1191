package press

import (
	"context"
	"strings"

	"twintown/internal/names"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// mostSlug keeps addresses short enough to be read aloud; eight words.
const mostSlug = 70

// SlugOf makes a slug of a title: its words in small letters of the Latin alphabet, cut
// between two of them. A title without letters gives "".
func SlugOf(title string) string {
	out := ""
	for _, word := range strings.Fields(names.Latin(title)) {
		if out != "" {
			word = out + "-" + word
		}
		if len(word) > mostSlug {
			break
		}
		out = word
	}
	return out
}

// checkSlug refuses what is no slug; "" is one that is made from the title.
func checkSlug(slug string) error {
	if len(slug) > mostSlug {
		return errs.In("slug", lang.Msg("error.press.slug_long", "most", mostSlug))
	}
	for part := range strings.SplitSeq(slug, "-") {
		if slug != "" && (part == "" || strings.Trim(part, "abcdefghijklmnopqrstuvwxyz0123456789") != "") {
			return errs.In("slug", lang.Msg("error.press.slug_form"))
		}
	}
	return nil
}

// mostSame bounds how many titles alike get a number of their own.
const mostSame = 100

// claimSlug gives the item its slug in a language. One that a person chose and that
// another item has or had is refused; one that was made of a title gets a number.
func claimSlug(ctx context.Context, tx *db.Tx, item, language string, c *Content) error {
	made := c.Slug == ""
	if made {
		if c.Slug = SlugOf(c.Title); c.Slug == "" {
			return nil // a draft without a title has no address yet
		}
	}
	base := c.Slug
	for n := 2; ; n++ {
		owner, taken, err := slugOwner(ctx, tx, language, c.Slug)
		switch {
		case err != nil:
			return err
		case taken && owner == item:
			return nil
		case !taken:
			_, err := tx.ExecContext(ctx, `
				INSERT INTO press_slug (language, slug, item, since)
				VALUES ($1, $2, $3, $4)`, language, c.Slug, item, tx.Now())
			return err
		case !made || n > mostSame:
			return slugTaken(ctx, tx, owner, language, c.Slug)
		}
		c.Slug = numberedSlug(base, n)
	}
}

func numberedSlug(base string, n int) string {
	tail := "-" + itoa(n)
	return strings.TrimRight(base[:min(len(base), mostSlug-len(tail))], "-") + tail
}

func slugOwner(ctx context.Context, q db.Querier, language, slug string) (string, bool, error) {
	return db.One(ctx, q, func(row db.Scanner) (id string, err error) { return id, row.Scan(&id) },
		`SELECT item FROM press_slug WHERE language = $1 AND slug = $2`, language, slug)
}

// slugTaken says which item has the slug, by its title in that language.
func slugTaken(ctx context.Context, tx *db.Tx, owner, language, slug string) error {
	title, _, err := db.One(ctx, tx, func(row db.Scanner) (string, error) {
		var body string
		if err := row.Scan(&body); err != nil {
			return "", err
		}
		c, err := readContent(body)
		return c.Title, err
	}, `SELECT body FROM press_text WHERE item = $1 AND language = $2`, owner, language)
	if err != nil {
		return err
	}
	return errs.InKind(errs.Conflict, "slug", lang.Msg("error.press.slug_taken", "slug", slug, "title", title))
}

// releaseSlugs gives up the slugs of a text that the public never saw, but for the one
// that it has now: nobody can have a link to them.
func releaseSlugs(ctx context.Context, tx *db.Tx, item, language, keep string) error {
	_, err := tx.ExecContext(ctx, `
		DELETE FROM press_slug
		 WHERE item = $1
		   AND language = $2
		   AND slug <> $3`, item, language, keep)
	return err
}
