module keepwatch.example/clients/go

go 1.19

require github.com/keeper-security/secrets-manager-go/core v1.6.4
