// Package config lets every flag be set in three places.
//
// A command defines its flags on a standard [flag.FlagSet]; what each does is a
// message, flag.NAME, as all text is. [Parse] reads them from, in rising order of
// precedence: the default, the environment (flag --base-url is
// TWINTOWN_BASE_URL), the command line.
//
//	fs := flag.NewFlagSet("serve", flag.ContinueOnError)
//	addr := fs.String("addr", "127.0.0.1:8080", "")
//	rest, err := config.Parse(fs, args, os.LookupEnv)
package config

import (
	"flag"
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// Prefix begins the name of every variable of the environment that is ours.
const Prefix = "TWINTOWN_"

// Variable returns the name of the environment variable of a flag.
func Variable(flagName string) string {
	return Prefix + strings.ToUpper(strings.ReplaceAll(flagName, "-", "_"))
}

// Parse sets the flags of fs from the environment, then from args, and returns
// the arguments that are no flags. Flags may stand before and after those. A
// bad value in the environment is an error that names the variable.
func Parse(fs *flag.FlagSet, args []string, lookup func(string) (string, bool)) (rest []string, err error) {
	fs.VisitAll(func(f *flag.Flag) {
		value, set := lookup(Variable(f.Name))
		if !set || err != nil {
			return
		}
		if serr := fs.Set(f.Name, value); serr != nil {
			err = fmt.Errorf("%s=%q: %w", Variable(f.Name), value, serr)
		}
	})
	if err != nil {
		return nil, err
	}
	for {
		if err := fs.Parse(args); err != nil {
			return nil, err
		}
		if ended := len(args) > fs.NArg() && args[len(args)-fs.NArg()-1] == "--"; ended {
			return append(rest, fs.Args()...), nil
		}
		if fs.NArg() == 0 {
			return rest, nil
		}
		rest = append(rest, fs.Arg(0))
		args = fs.Args()[1:]
	}
}

// Redact hides the password of a DSN in each form that it can have, so that a
// configuration can be shown: postgres://user:password@host/name, a parameter of
// that address, and the words host=… password=….
func Redact(dsn string) string {
	u, err := url.Parse(dsn)
	switch {
	case err != nil && strings.Contains(dsn, "://"):
		return "(unreadable)"
	case err != nil || u.Scheme == "":
		return passwordWord.ReplaceAllString(dsn, "${1}xxxxx")
	}
	if q := u.Query(); q.Has("password") {
		q.Set("password", "xxxxx")
		u.RawQuery = q.Encode()
	}
	return u.Redacted()
}

// passwordWord is the password among words, in quotes or not.
var passwordWord = regexp.MustCompile(`(?i)(password\s*=\s*)('(?:[^'\\]|\\.)*'?|\S*)`)
