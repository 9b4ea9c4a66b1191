package main

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"text/tabwriter"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// userOptions are the flags of "user".
type userOptions struct {
	storage
	baseURL, name, language *string
	factors, end, json      *bool
}

// user helps an administrator at the terminal: to let somebody in when no mail goes out,
// or when the last administrator lost her second factor. It prints one-time links, never
// a password.
func user(ctx context.Context, p *program, args []string) error {
	fs := p.flags("user")
	opt := userOptions{
		storage: storageFlags(fs), baseURL: fs.String("base-url", "http://localhost:8080", ""),
		name: fs.String("name", "", ""), language: fs.String("language", "", ""),
		factors: fs.Bool("factors", false, ""), end: fs.Bool("end", false, ""), json: fs.Bool("json", false, ""),
	}
	words, err := p.parse(fs, args, 1, 4)
	if err != nil {
		return err
	}
	acts := map[string]struct {
		words int
		do    func(context.Context, *node, *people.Store, userOptions, []string) error
	}{
		"list": {1, p.listUsers}, "add": {2, p.addUser}, "reset": {2, p.resetUser},
		"disable": {2, p.openUser(false)}, "enable": {2, p.openUser(true)}, "grant": {3, p.grantUser},
	}
	act, ok := acts[words[0]]
	if !ok || len(words) < act.words {
		p.say(p.err, "cli.user_usage")
		return errUsage
	}
	n, err := p.openStores(ctx, opt.storage, p.warnings())
	if err != nil {
		return err
	}
	defer n.close()
	n.openBehind(p.catalog, strings.TrimSuffix(*opt.baseURL, "/"))
	return act.do(ctx, n, n.people, opt, words[1:])
}

// listed is an account as "user list --json" prints it.
type listed struct {
	Email  string   `json:"email"`
	Name   string   `json:"name"`
	Open   bool     `json:"open"`
	Second bool     `json:"second_factor"`
	Roles  []string `json:"roles"`
}

func (p *program) listUsers(ctx context.Context, _ *node, store *people.Store, opt userOptions, _ []string) error {
	all, err := store.People(ctx, people.Filter{})
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(p.out, 0, 4, 2, ' ', 0)
	defer w.Flush()
	for _, x := range all {
		l := listed{Email: x.Email, Name: x.Name, Open: x.Open(), Second: x.Second, Roles: []string{}}
		for _, g := range x.Grants {
			if g.State == people.Held {
				l.Roles = append(l.Roles, strings.TrimSuffix(string(g.Role)+" "+string(g.Scope.Kind)+":"+g.Scope.ID, ":"))
			}
		}
		if *opt.json {
			err = p.printJSON(l)
		} else {
			_, err = fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", x.Email, x.Name, mark(x.Open()), strings.Join(l.Roles, ", "))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// userNamed is the account with an address.
func userNamed(ctx context.Context, store *people.Store, email string) (people.Account, error) {
	a, ok, err := store.ByEmail(ctx, email)
	if err == nil && !ok {
		err = errs.New(errs.NotFound, lang.Msg("error.people.account_unknown"), nil)
	}
	return a, err
}

func (p *program) addUser(ctx context.Context, n *node, store *people.Store, opt userOptions, words []string) error {
	name, language := *opt.name, *opt.language
	if name == "" {
		name, _, _ = strings.Cut(words[0], "@")
	}
	if !slices.Contains(p.catalog.Languages(), language) {
		language = p.print.Lang()
	}
	var token string
	err := n.log.Change(ctx, people.System(), func(tx *db.Tx, note func(people.Entry)) error {
		id, err := store.Create(ctx, tx, note, people.NewAccount{Email: words[0], Name: name, Language: language, Confirmed: true})
		if err != nil {
			return err
		}
		token, err = store.ResetLink(ctx, tx, id)
		return err
	})
	if err != nil {
		return err
	}
	return p.sayLink(opt, language, token)
}

// sayLink prints the address behind which a password is set.
func (p *program) sayLink(opt userOptions, language, token string) error {
	u, err := url.Parse(*opt.baseURL)
	if err != nil || u.Host == "" {
		return errs.New(errs.Invalid, lang.Msg("error.base_url", "address", *opt.baseURL), err)
	}
	u = u.JoinPath(language, "password")
	u.RawQuery = url.Values{"key": {token}}.Encode()
	p.say(p.out, "cli.user_link", "address", u.String())
	return nil
}

func (p *program) resetUser(ctx context.Context, n *node, store *people.Store, opt userOptions, words []string) error {
	a, err := userNamed(ctx, store, words[0])
	if err != nil {
		return err
	}
	if *opt.factors {
		if err := n.door.ResetFactors(ctx, people.System(), a.ID); err != nil {
			return err
		}
		p.say(p.out, "cli.user_factors")
	}
	var token string
	err = n.log.Change(ctx, people.System(), func(tx *db.Tx, note func(people.Entry)) (err error) {
		note(people.Entry{Action: people.ManagePeople, Kind: "account", ID: a.ID, Fields: []people.FieldChange{{Name: "password", New: "link"}}})
		token, err = store.ResetLink(ctx, tx, a.ID)
		return err
	})
	if err != nil {
		return err
	}
	return p.sayLink(opt, a.Language, token)
}

func (p *program) openUser(open bool) func(context.Context, *node, *people.Store, userOptions, []string) error {
	return func(ctx context.Context, _ *node, store *people.Store, _ userOptions, words []string) error {
		a, err := userNamed(ctx, store, words[0])
		if err != nil {
			return err
		}
		if err := store.SetAccountOpen(ctx, people.System(), a.ID, open); err != nil {
			return err
		}
		p.say(p.out, "cli.user_done")
		return nil
	}
}

// grantUser gives a role, or with --end ends it: "user grant EMAIL officer place:772195".
func (p *program) grantUser(ctx context.Context, _ *node, store *people.Store, opt userOptions, words []string) error {
	a, err := userNamed(ctx, store, words[0])
	if err != nil {
		return err
	}
	scope := people.Site()
	if len(words) > 2 && words[2] != string(people.OfSite) {
		kind, id, _ := strings.Cut(words[2], ":")
		scope = people.Scope{Kind: people.ScopeKind(kind), ID: id}
	}
	role := people.Role(words[1])
	if *opt.end {
		err = endRole(ctx, store, a.ID, role, scope)
	} else {
		err = store.GiveGrant(ctx, people.System(), people.Grant{Account: a.ID, Role: role, Scope: scope})
	}
	if err != nil {
		return err
	}
	p.say(p.out, "cli.user_done")
	return nil
}

func endRole(ctx context.Context, store *people.Store, account string, role people.Role, scope people.Scope) error {
	grants, err := store.GrantsOf(ctx, account)
	if err != nil {
		return err
	}
	for _, g := range grants {
		if g.Role == role && g.Scope == scope && g.State == people.Held {
			return store.EndGrant(ctx, people.System(), g.ID)
		}
	}
	return errs.New(errs.NotFound, lang.Msg("error.people.grant_unknown"), nil)
}
