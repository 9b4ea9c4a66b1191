package people

import (
	"fmt"
	"strings"
)

// Document prints the permission table as docs/permissions.md holds it.
func Document() string {
	var b strings.Builder
	b.WriteString(documentHead)
	for _, r := range Table() {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", r.Action, r.who(), r.how())
	}
	b.WriteString("\n## Roles\n| role | within | second factor |\n|---|---|---|\n")
	for _, role := range Roles() {
		var scopes []string
		for _, s := range role.Scopes() {
			scopes = append(scopes, string(s))
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", role, strings.Join(scopes, ", "), map[bool]string{true: "required", false: "offered"}[role.Strong()])
	}
	return b.String()
}

const documentHead = `# Who may do what

Printed from the permission table in ` + "`internal/people/permission.go`" + `; a test keeps this page the same. Whatever no line allows is refused.
*Covering* means that the role's scope contains the object: the officer's place is one of the partnership's sides, the steward's region
contains it. *Anywhere* means a role in any scope: the page then shows only what that scope covers.

| action | who | how |
|---|---|---|
`

func (r Rule) who() string {
	switch {
	case r.Everyone:
		return "everybody"
	case r.SignedIn:
		return "whoever has an account"
	}
	var all []string
	if r.Own {
		all = append(all, "the person whose it is")
	}
	for _, right := range r.Rights {
		all = append(all, fmt.Sprintf("%s (%s)", right.Role, right.Within))
	}
	return strings.Join(all, ", ")
}

func (r Rule) how() string {
	var all []string
	if r.Fresh {
		all = append(all, "asks again who it is after a quarter of an hour")
	}
	if r.Hidden {
		all = append(all, "others are told that there is no such thing")
	}
	if r.Weak {
		all = append(all, "also before the second factor is set up")
	}
	return strings.Join(all, "; ")
}
