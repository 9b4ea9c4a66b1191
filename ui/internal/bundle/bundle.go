// Package bundle turns the sources of package ui into the files of ui/dist, in memory.
//
// It is esbuild with this project's options, apart from package ui so that the program
// does not link a bundler: the generator writes what it returns, and a test compares it
// with what is committed.
package bundle

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// Build bundles the sources in folder (the folder of package ui) and returns every file
// of dist by name, the manifest among them.
func Build(folder string) (map[string][]byte, error) {
	abs, err := filepath.Abs(folder)
	if err != nil {
		return nil, err
	}
	result := api.Build(api.BuildOptions{
		AbsWorkingDir:     abs,
		EntryPoints:       []string{"css/site.css", "js/site.js", "js/check-in.js", "js/check-in-worker.js", "js/decoder.js", "js/rows.js", "icons/icon.svg"},
		Outdir:            "dist",
		EntryNames:        "[name]-[hash]",
		AssetNames:        "[name]-[hash]",
		Bundle:            true,
		MinifySyntax:      true,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		LegalComments:     api.LegalCommentsNone,
		Format:            api.FormatESModule,
		Charset:           api.CharsetUTF8,
		Loader:            map[string]api.Loader{".woff2": api.LoaderFile, ".svg": api.LoaderCopy},
		// Browsers of the last three years: nesting, layers and light-dark() are left as written.
		Target: api.ESNext,
	})
	if len(result.Errors) > 0 {
		return nil, errors.New(strings.Join(api.FormatMessages(result.Errors, api.FormatMessagesOptions{}), "\n"))
	}
	files := map[string][]byte{}
	var m struct {
		Style   string   `json:"style"`
		Script  string   `json:"script"`
		CheckIn string   `json:"check_in"`
		Worker  string   `json:"worker"`
		Decoder string   `json:"decoder"`
		Rows    string   `json:"rows"`
		Icon    string   `json:"icon"`
		Fonts   []string `json:"fonts"`
	}
	for _, f := range result.OutputFiles {
		name := filepath.Base(f.Path)
		files[name] = f.Contents
		switch filepath.Ext(name) {
		case ".css":
			m.Style = name
		case ".js":
			into := map[string]*string{"site": &m.Script, "check-in": &m.CheckIn, "check-in-worker": &m.Worker, "decoder": &m.Decoder, "rows": &m.Rows}[name[:strings.LastIndexByte(name, '-')]]
			if into == nil {
				return nil, fmt.Errorf("unexpected script %s", name)
			}
			*into = name
		case ".svg":
			m.Icon = name
		case ".woff2":
			m.Fonts = append(m.Fonts, name)
		default:
			return nil, fmt.Errorf("unexpected output %s", name)
		}
	}
	slices.Sort(m.Fonts)
	if files["manifest.json"], err = json.MarshalIndent(m, "", "  "); err != nil {
		return nil, err
	}
	return files, nil
}
