package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// checkTiles compares every hash tile with the one that the entries make, and refuses any that should not be there.
func checkTiles(dir string, log *bundles, size int64) (int, error) {
	expected := map[string]bool{}
	for _, tile := range widest(tlog.NewTiles(tileHeight, 0, size)) {
		path := tilePath(strconv.Itoa(tile.L), tile.N, int64(tile.W))
		expected[path] = true
		want, err := tlog.ReadTileData(tile, log.hashes)
		if err != nil {
			return 0, err
		}
		got, err := os.ReadFile(filepath.Join(dir, path))
		if err != nil {
			return 0, err
		}
		if !bytes.Equal(got, want) {
			return 0, fmt.Errorf("%s: not the hashes that the entries make", path)
		}
	}
	return len(expected), onlyExpected(dir, expected)
}

// widest leaves out the partial tiles that a fuller one replaces.
func widest(tiles []tlog.Tile) map[[2]int64]tlog.Tile {
	kept := map[[2]int64]tlog.Tile{}
	for _, tile := range tiles {
		place := [2]int64{int64(tile.L), tile.N}
		if tile.W > kept[place].W {
			kept[place] = tile
		}
	}
	return kept
}

func onlyExpected(dir string, expected map[string]bool) error {
	return filepath.WalkDir(filepath.Join(dir, "tile"), func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		path, err := filepath.Rel(dir, file)
		if err != nil {
			return err
		}
		path = filepath.ToSlash(path)
		if !expected[path] && !strings.HasPrefix(path, "tile/entries/") {
			return fmt.Errorf("%s: no such tile in this tree", path)
		}
		return nil
	})
}

func tilePath(level string, index, width int64) string {
	path := fmt.Sprintf("%03d", index%1000)
	for index /= 1000; index > 0; index /= 1000 {
		path = fmt.Sprintf("x%03d/%s", index%1000, path)
	}
	if width < tileWidth {
		path += fmt.Sprintf(".p/%d", width)
	}
	return "tile/" + level + "/" + path
}
