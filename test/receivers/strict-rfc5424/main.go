// Command strict-rfc5424 reads octet-counted syslog frames with github.com/leodido/go-syslog, a parser that Keepwatch did not
// write and that accepts nothing but RFC 5424. It prints each message as a line of JSON, and exits 1 at the first frame that is
// not one.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"github.com/leodido/go-syslog/v4"
	"github.com/leodido/go-syslog/v4/octetcounting"
	"github.com/leodido/go-syslog/v4/rfc5424"
)

type parsed struct {
	Priority uint8                        `json:"priority"`
	Hostname string                       `json:"hostname"`
	MsgID    string                       `json:"msgid"`
	Data     map[string]map[string]string `json:"data"`
	Message  string                       `json:"message"`
}

func text(value *string) string {
	if value == nil {
		return ""
	}
	return *value
}

func main() {
	out := bufio.NewWriter(os.Stdout)
	encoder := json.NewEncoder(out)
	count, failed := 0, false
	listener := func(result *syslog.Result) {
		count++
		if result.Error != nil {
			fmt.Fprintf(os.Stderr, "frame %d: %v\n", count, result.Error)
			failed = true
			return
		}
		message := result.Message.(*rfc5424.SyslogMessage)
		data := map[string]map[string]string{}
		if message.StructuredData != nil {
			data = *message.StructuredData
		}
		_ = encoder.Encode(parsed{*message.Priority, text(message.Hostname), text(message.MsgID), data, text(message.Message)})
	}
	octetcounting.NewParser(syslog.WithListener(listener), syslog.WithMaxMessageLength(1<<20)).Parse(os.Stdin)
	out.Flush()
	if failed {
		os.Exit(1)
	}
}
