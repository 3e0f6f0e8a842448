// Command gelf-reader reads GELF messages, a line each, with Graylog's own github.com/Graylog2/go-gelf. It prints what that found as a line
// of JSON, and exits 1 at the first line that is no message.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"github.com/Graylog2/go-gelf/gelf"
)

type read struct {
	Version string                 `json:"version"`
	Host    string                 `json:"host"`
	Short   string                 `json:"short_message"`
	Time    float64                `json:"timestamp"`
	Level   int32                  `json:"level"`
	Extra   map[string]interface{} `json:"extra"`
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	encoder := json.NewEncoder(out)
	for line := 1; in.Scan(); line++ {
		var message gelf.Message
		if err := json.Unmarshal(in.Bytes(), &message); err != nil {
			fmt.Fprintf(os.Stderr, "line %d: %v\n", line, err)
			os.Exit(1)
		}
		_ = encoder.Encode(read{message.Version, message.Host, message.Short, message.TimeUnix, message.Level, message.Extra})
	}
	out.Flush()
}
