// Command gen trains the embedded ranking model on the benchmark's training
// pairs, among the starter's towns. The list of pairs (twinnings.tsv in the
// folder TWINTOWN_DATASETS, by default ../shared/data) is not part of the product.
package main

import (
	"bufio"
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"twintown/internal/match"
	"twintown/internal/match/score"
	"twintown/internal/partnership"
	"twintown/internal/place"
	"twintown/internal/platform/lang"
	"twintown/internal/source"
	"twintown/starter"
)

func main() {
	out := flag.String("out", "starter/model/ranking.model", "file to write")
	flag.Parse()
	if err := run(context.Background(), *out); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out string) error {
	places := atlas()
	graph, lost, err := pairs(places)
	if err != nil {
		return err
	}
	fmt.Printf("%d places, %d pairs, %d pairs of places that the starter lacks\n", places.Len(), graph.Len(), lost)
	m, err := match.Train(ctx, places, graph, match.Facts(starter.Countries()), score.Defaults())
	if err != nil {
		return err
	}
	m.Trained = "the training split of 28,484 town twinnings: facts from English Wikipedia's lists (2014 to 2026) and from Wikidata P190 (CC0); figures only"
	var b bytes.Buffer
	if err := m.Write(&b); err != nil {
		return err
	}
	fmt.Printf("%s: %d bytes\n", out, b.Len())
	return os.WriteFile(out, b.Bytes(), 0o644)
}

func atlas() *place.Atlas {
	var all []place.Place
	for t := range starter.Towns() {
		all = append(all, place.Place{
			ID: t.ID, Name: t.Name, Country: t.Country, Region: t.Region, Lat: t.Lat, Lon: t.Lon,
			Population: t.Population, Feature: t.Feature, Kind: place.KindOf(t.Feature),
		})
	}
	var named []place.Name
	for n := range starter.Names() {
		named = append(named, place.Name{Place: n.Place, Lang: n.Lang, Value: n.Value, Kind: place.NameKind(n.Kind)})
	}
	return place.NewAtlas(all, named, nil)
}

func pairs(places *place.Atlas) (g *partnership.Graph, lost int, err error) {
	folder := os.Getenv("TWINTOWN_DATASETS")
	if folder == "" {
		folder = "../shared/data"
	}
	f, err := os.Open(filepath.Join(folder, "twinnings.tsv"))
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	var all []partnership.Pair
	lines := bufio.NewScanner(f)
	lines.Scan() // the header
	for lines.Scan() {
		field := strings.Split(lines.Text(), "\t")
		if len(field) < 6 || field[5] != "train" {
			continue
		}
		a, errA := strconv.ParseInt(field[0], 10, 64)
		b, errB := strconv.ParseInt(field[1], 10, 64)
		if errA != nil || errB != nil {
			return nil, 0, fmt.Errorf("not a pair: %s", lines.Text())
		}
		_, okA := places.Index(a)
		_, okB := places.Index(b)
		if !okA || !okB {
			lost++
			continue
		}
		all = append(all, partnership.Pair{A: a, B: b, Status: partnership.Active, Listed: true, Confidence: source.Confidence(field[4])})
	}
	return partnership.NewGraph(all, lang.Date{}, lang.Date{}), lost, lines.Err()
}
