// A strict OpenID provider for tests/platforms/test_oidc.py: PKCE, exact redirect address, rotating refresh tokens.
import Provider from 'oidc-provider';

const [secret, redirect] = process.argv.slice(2);
const provider = new Provider('http://127.0.0.1', {
  clients: [{
    client_id: 'vitrine',
    client_secret: secret,
    redirect_uris: [redirect],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'client_secret_post',
  }],
  pkce: { required: () => true },
  scopes: ['openid', 'offline_access'],
  features: { revocation: { enabled: true }, devInteractions: { enabled: true } },
  rotateRefreshToken: true,
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
});
const server = provider.listen(0, '127.0.0.1', () => console.log(`listening on ${server.address().port}`));
