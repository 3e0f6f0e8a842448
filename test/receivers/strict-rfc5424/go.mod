module keepwatch.example/strict-rfc5424

go 1.26.0

require github.com/leodido/go-syslog/v4 v4.6.0
